import { useGivenUp } from '../api/failures';
import { usePage } from '../page';
import { failureWords } from '../text/failures';

/** A grey line where something will stand; when it will not come, the word for that. */
export function Skeleton() {
  const { lang } = usePage();
  const gone = useGivenUp();
  return gone ? (
    <span className="given-up">{failureWords[lang].givenUp}</span>
  ) : (
    <span className="skeleton" />
  );
}
