/** Anything that runs until it is stopped. Stopping twice is harmless. */
export interface Service {
  name: string;
  stop(): Promise<void>;
}
