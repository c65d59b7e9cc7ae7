import type { Part } from '../panels/figure';

/** What the figures are said with in Korean; figures.en.ts says the same in English. */
export const figures = {
  title: '목표와 실적',
  quantity: (n: string, unit: string) => (unit === '%' ? `${n}%` : `${n}${unit}`),
  /** In a sentence that has said what is measured. */
  saying: (n: string, unit: string) => (unit === '%' ? `${n}%` : `${n}${unit}`),
  points: (n: string) => `${n}%p`,
  goal: (goal: string, by: string) => `${by}까지 ${goal} 이상`,

  answer: (title: string, said: Part[], reached: Part[], official: Part[] | undefined): Part[] => [
    `${title}${topic(title)} `,
    ...said,
    ...(reached.length > 0 ? ['이며, ', ...reached] : ['입니다']),
    ...(official ? ['(공식 발표 ', ...official, ')'] : []),
    '.',
  ],
  notComputable: (title: string, why: string) => `${title}${topic(title)} ${why}`,
  officially: (value: Part): Part[] => ['공식 발표로 ', value],
  exactly: (value: Part): Part[] => [value],
  between: (value: Part): Part[] => [value, ' 사이'],
  reached: (goal: string): Part[] => [`목표 ${goal}에 이르렀습니다`],
  short: (goal: string, gap: Part): Part[] => [`목표 ${goal}까지 `, gap, ' 남았습니다'],
  open: (goal: string, entries: Part): Part[] => [
    `목표 ${goal}에 이르렀는지는 확인되지 않은 `,
    entries,
    '에 달려 있습니다',
  ],
  entries: (n: string) => `${n}건`,

  met: { yes: '달성', no: '미달성', open: '미확정' },
  metWhy: {
    yes: '목표에 이르렀습니다.',
    no: '아직 목표에 이르지 못했습니다.',
    open: '목표가 상한과 하한 사이에 있어 알 수 없습니다.',
  },
  value: '값',
  gap: '목표까지',
  missing: (amount: string) => `${amount} 부족`,
  above: (amount: string) => `${amount} 넘음`,
  aboveToMissing: (above: string, missing: string) => `${above} 넘음 ~ ${missing} 부족`,
  even: '목표와 같음',
  perMonth: '필요 속도',
  monthly: (quantity: string) => `월 ${quantity}`,
  requiredShare: '남은 금액에 필요한 비중',
  reported: '공식 발표',
  itemised: '자료로 확인',
  known: '확인된 것만',
  ofAll: (n: string, all: string) => `${all}건 중 ${n}`,
  variant: '셈하는 기준',
  inArea: (area: string) => `${area}의 몫`,
  waiting: '수치를 불러오는 중입니다.',

  evidence: '수치의 근거',
  day: '기준일',
  edition: '자료 판',
  editionNumber: (n: number) => `${n}판`,
  numerator: '분자',
  denominator: '분모',
  overTotal: (total: string) => `발표 총액 ${total}에 견주면`,
  citation: '인용 번호',
  copyCitation: '인용 번호 복사',
  copied: '복사했습니다.',
  copyFailed: '복사하지 못했습니다.',
  figureInApi: '이 수치의 API 주소',
  rowsInApi: '이 수치를 이루는 자료의 API 주소',
  officialDocuments: '공식 발표와 목표의 문서',
  target: '목표',
  rows: (n: string) => `이 수치를 이루는 자료 ${n}건`,
  noRows: '이 수치를 이루는 자료가 없습니다.',
  rowsFailed: '자료를 불러오지 못했습니다.',
  entry: '자료',
  role: '셈',
  amount: '더하는 값',
  stage: '단계에 이른 날',
  documents: '문서',
  roles: {
    in: '들어감',
    out: '들어가지 않음',
    unknown: '위치를 몰라 알 수 없음',
    uncertain: '집계 여부 미확인',
  },

  asTable: '표로 보기',
  chartDay: '날짜',
  noForecast: (rounds: string) =>
    `공식 발표가 ${rounds}번뿐이라 앞으로의 추세를 그리지 않습니다. 세 번부터 셈할 수 있습니다.`,
  requiredPace: (pace: string) => `필요 속도 ${pace}`,
  goalLine: (goal: string) => `목표 ${goal}`,
  burnUp: (
    title: string,
    from: string,
    first: string,
    to: string,
    last: string,
    itemised: string,
    goal: string,
  ) =>
    `${title}: ${from} ${first}에서 ${to} ${last}(공식 발표)까지 계단으로 늘었습니다. 자료로 확인한 것은 ${itemised}, 목표는 ${goal}입니다.`,
  share: (title: string, from: string, first: string, to: string, last: string, goal: string) =>
    `${title}: ${from} ${first}에서 ${to} ${last}까지 계단으로 바뀌었습니다. 목표는 ${goal}입니다.`,
  month: (n: number) => `${n}월`,
};

export type FigureWords = typeof figures;

// 은 after a final consonant, 는 after a vowel.
function topic(word: string): string {
  const last = word.charCodeAt(word.length - 1) - 0xac00;
  if (last < 0 || last > 11171) return '은(는)';
  return last % 28 === 0 ? '는' : '은';
}
