/** A file of generated factories, spread evenly over the mainland, in the columns of geodata/facts/ai_factories.csv. */
export function generatedFactories(count: number): string {
  const columns = {
    sector: '기계',
    coord_basis: 'site',
    location_precision: 'site',
    status: 'selected',
    status_date: '2025-10-01',
    selected_on: '2025-10-01',
    counts_toward_500: 'yes',
    year_selected: '2025',
    programme: 'AI 팩토리 선도사업 (2025) / AI Factory Leading Project',
    desc_ko: '성능 시험',
    desc_en: 'Performance trial',
    source_url: 'https://example.org/generated',
    source_publisher: 'bench',
    source_date: '2025-10-01',
  };
  const empty = [
    ...['company_ko', 'company_en', 'sido', 'sigungu', 'place_detail', 'selected_on_basis', 'operating_on'],
    ...['duplicate_of', 'amount_krw', 'amount_kind', 'note', 'location_basis'],
  ];
  const head = ['id', 'name_ko', 'name_en', 'lon', 'lat', ...Object.keys(columns), ...empty];
  const tail = [...Object.values(columns), ...empty.map(() => '')];
  const lines = Array.from({ length: count }, (_, i) => {
    // The fractions of multiples of these two numbers fill a square without clumps.
    const lon = (126.7 + 2.3 * ((i * 0.7548776662) % 1)).toFixed(5);
    const lat = (35.0 + 2.6 * ((i * 0.5698402909) % 1)).toFixed(5);
    return [`generated-${i}`, `시험 ${i}`, `Trial ${i}`, lon, lat, ...tail].join(',');
  });
  return `${[head.join(','), ...lines].join('\n')}\n`;
}
