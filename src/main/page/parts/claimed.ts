// How what somebody said stands against the figures: a shape and a word, as a verdict has.
import { html, type TemplateResult } from 'lit';
import type { ClaimOutcome, Verdict } from 'contract';
import { named } from '../texts';
import { mark } from './marks';

const LIKE: Record<ClaimOutcome, Verdict> = {
  agrees: 'met', termsAgree: 'met', withinUnknown: 'onTrack', aheadOfFigures: 'atRisk', dependsOnReading: 'atRisk',
  basisContradicted: 'missed', contradicted: 'missed', notBorneOut: 'missed', outlier: 'missed', termsDiffer: 'missed', notHeld: 'unobserved',
};

export const outcomeOf = (outcome: ClaimOutcome): TemplateResult =>
  html`<span class="verdict v-${LIKE[outcome]}" data-outcome=${outcome}>${mark(LIKE[outcome])}<span>${named('outcome', outcome)}</span></span>`;
