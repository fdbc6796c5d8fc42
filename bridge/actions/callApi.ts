import { BridgeApiError } from '../errors.ts';

/**
 * Asks a bridge service.
 * @throws BridgeApiError when it does not answer, or answers with an error
 */
export async function callApi<T>(url: string): Promise<T> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new BridgeApiError({ url, status: 0, body: '', cause });
  });
  const body = await response.text();
  if (!response.ok) throw new BridgeApiError({ url, status: response.status, body });
  return JSON.parse(body) as T;
}
