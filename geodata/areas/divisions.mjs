// What neither the packages nor the tables of facts say: names, and how the units divided in 2026 are cut.

// Si/do by code: the short Korean name and the official romanisation.
export const sidoNames = {
  11: ['서울', 'Seoul'],
  12: ['전남광주', 'Jeonnam-Gwangju'],
  26: ['부산', 'Busan'],
  27: ['대구', 'Daegu'],
  28: ['인천', 'Incheon'],
  29: ['광주', 'Gwangju'],
  30: ['대전', 'Daejeon'],
  31: ['울산', 'Ulsan'],
  36: ['세종', 'Sejong'],
  41: ['경기', 'Gyeonggi-do'],
  43: ['충북', 'Chungcheongbuk-do'],
  44: ['충남', 'Chungcheongnam-do'],
  46: ['전남', 'Jeollanam-do'],
  47: ['경북', 'Gyeongsangbuk-do'],
  48: ['경남', 'Gyeongsangnam-do'],
  50: ['제주', 'Jeju'],
  51: ['강원', 'Gangwon State'],
  52: ['전북', 'Jeonbuk State'],
};

export const sidoNotes = {
  12: 'No official English name and no ISO code found; the English name is a romanisation.',
};

export const regionNames = {
  CAP: 'Capital Area',
  DNM: 'Southeast',
  DKG: 'Daegyeong',
  CHC: 'Central',
  HNM: 'Honam',
  GWN: 'Gangwon',
  JBK: 'Jeonbuk',
  JJU: 'Jeju',
};

// Units that began in 2026, romanised by the Revised Romanisation.
export const newUnitNames = {
  28125: 'Jemulpo-gu',
  28155: 'Yeongjong-gu',
  28275: 'Seohae-gu',
  28290: 'Geomdan-gu',
  41591: 'Manse-gu, Hwaseong-si',
  41593: 'Hyohaeng-gu, Hwaseong-si',
  41595: 'Byeongjeom-gu, Hwaseong-si',
  41597: 'Dongtan-gu, Hwaseong-si',
};

const hwaseongNote = 'Cut along legal dong; the administrative dong of the ordinance differ in Neung-dong (능동), a part of which belongs to Byeongjeom-gu.';
const waterwayNote = 'The law draws the border along the middle of the Ara waterway; here a line traced by hand, within about 200 m.';
const seaNote = 'Divided between the legal dong of the islands and of the mainland, which the sea separates.';

export const unitNotes = {
  28125: seaNote,
  28155: seaNote,
  28275: waterwayNote,
  28290: waterwayNote,
  41591: `${hwaseongNote} Includes about 90 km² of lakes and tidal flats the source counts to Hwaseong.`,
  41593: hwaseongNote,
  41595: hwaseongNote,
  41597: hwaseongNote,
};

// The units cut in 2026 and which legal dong each heir received. `rest` takes the dong not listed, `beside` the dong
// through which the waterway runs (the heir north of it, then south), `islets` the islands of no dong.
export const divided = {
  28110: {
    heirs: { 28155: ['중산동', '운남동', '운서동', '운북동', '을왕동', '남북동', '덕교동', '무의동'] },
    rest: '28125',
    islets: '28155',
  },
  28140: { heirs: {}, rest: '28125', islets: '28125' },
  28260: {
    heirs: { 28290: ['백석동', '마전동', '당하동', '원당동', '대곡동', '금곡동', '왕길동', '불로동'] },
    beside: { dong: ['시천동', '검암동', '오류동'], north: '28290', south: '28275' },
    rest: '28275',
    islets: '28275',
  },
  41590: {
    heirs: {
      41591: ['우정읍', '향남읍', '남양읍', '마도면', '송산면', '서신면', '팔탄면', '장안면', '양감면', '새솔동'],
      41593: ['봉담읍', '매송면', '비봉면', '정남면', '기안동', '배양동'],
      41595: ['진안동', '병점동', '기산동', '반월동', '반정동', '황계동', '송산동', '안녕동'],
      41597: ['능동', '반송동', '석우동', '오산동', '청계동', '영천동', '중동', '신동', '목동', '산척동', '장지동', '송동', '방교동', '금곡동'],
    },
    islets: '41591',
  },
};

// The middle of the Ara waterway from the sea to the ridge at Mt Gyeyang, traced by hand and prolonged at both ends.
export const waterway = [
  [126.45, 37.56], [126.6, 37.5615], [126.615, 37.564], [126.63, 37.569], [126.6375, 37.571], [126.65, 37.5715],
  [126.661, 37.5718], [126.677, 37.5722], [126.7, 37.572], [126.75, 37.5715],
];

// ISO codes by the country's name in Natural Earth.
export const countryCodes = { 'South Korea': 'KR', 'North Korea': 'KP', Japan: 'JP', China: 'CN', Russia: 'RU', Mongolia: 'MN' };

export const neighbourNames = {
  KP: { name_ko: '북한', name_en: 'North Korea' },
  JP: { name_ko: '일본', name_en: 'Japan' },
  CN: { name_ko: '중국', name_en: 'China' },
  RU: { name_ko: '러시아', name_en: 'Russia' },
  MN: { name_ko: '몽골', name_en: 'Mongolia' },
};

// Land south of the line between the Koreas that is added to the North, drawn below the South, so that no gap shows
// where the two sources disagree. It keeps away from the coasts.
export const underSouth = [
  [126.66, 37.83], [126.76, 37.83], [126.76, 37.97], [127.15, 38.22], [127.5, 38.2], [128.1, 38.2], [128.28, 38.35],
  [128.34, 38.56], [128.35, 38.7], [127, 38.7], [126.66, 38.2], [126.66, 37.83],
];
