// A report as published, handed in as it is.
import type { DocumentReceipt } from 'contract';
import { Refusal, headers } from '../api';
import { t } from '../texts';

export async function handIn(source: string, file: File): Promise<string> {
  const response = await fetch(`/v1/sources/${encodeURIComponent(source)}/documents?name=${encodeURIComponent(file.name.replaceAll(/[^\w.-]/g, '-'))}`, {
    method: 'POST', body: file, headers: headers({ 'Content-Type': file.name.endsWith('.json') ? 'application/json' : file.name.endsWith('.csv') ? 'text/csv' : 'text/plain' }) });
  if (!response.ok) {
    throw new Refusal(response.status, await response.json());
  }
  const receipt = await response.json() as DocumentReceipt;
  return receipt.alreadyHeld ? t('handIn.held') : t('handIn.read', { count: receipt.figuresNew, heldBack: receipt.heldBack.length });
}
