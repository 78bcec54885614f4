// A verdict is told by colour, by shape and in a word; never by colour alone.
import { html, svg, type TemplateResult } from 'lit';
import type { Verdict } from 'contract';
import { named } from '../texts';

const SHAPES: Record<Verdict, TemplateResult> = {
  met: svg`<circle cx="8" cy="8" r="7"/><path class="in" d="m4.6 8.2 2.4 2.5 4.4-5.2"/>`,
  onTrack: svg`<circle cx="8" cy="8" r="6"/>`,
  atRisk: svg`<path d="M8 1.2 15.2 14H.8z"/>`,
  shortfallLikely: svg`<rect x="2" y="2" width="12" height="12"/><path class="in" d="M5 5l6 6m0-4.6V11H6.4"/>`,
  missed: svg`<rect x="1.5" y="1.5" width="13" height="13"/><path class="in" d="m5 5 6 6m0-6-6 6"/>`,
  unobserved: svg`<circle class="hollow" cx="8" cy="8" r="6"/><path class="line" d="m4 9 5-5M4.6 12 12 4.6M7 13l6-6"/>`,
  notStarted: svg`<circle class="hollow" cx="8" cy="8" r="6"/>`,
  notAssessable: svg`<path class="line" d="M3 8h10"/>`,
};

export const mark = (verdict: Verdict): TemplateResult =>
  html`<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${SHAPES[verdict]}</svg>`;

export const verdictOf = (verdict: Verdict): TemplateResult =>
  html`<span class="verdict v-${verdict}">${mark(verdict)}<span>${named('verdict', verdict)}</span></span>`;
