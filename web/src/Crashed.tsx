import { Component, type ReactNode } from 'react';
import { preferredLang } from './text';
import { failureWords } from './text/failures';
import { parseView } from './view';

/** Says that the page cannot go on, in place of a page that is not there. */
export class Crashed extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    const say = failureWords[parseView(location.search).lang ?? preferredLang(navigator.languages)];
    return (
      <main>
        <p className="problem" role="alert">
          <b>{say.crashed}</b>{' '}
          <button type="button" className="text-button" onClick={() => location.reload()}>
            {say.reopen}
          </button>
        </p>
      </main>
    );
  }
}
