/** An answer of a JSON API that is not JSON. */
export class TextResponse {
  readonly text: string;
  readonly contentType: string;

  constructor(text: string, contentType: string) {
    this.text = text;
    this.contentType = contentType;
  }
}

export interface Metric {
  /** Without the prefix `bigfile_`. */
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  value: number | bigint;
  labels?: Readonly<Record<string, string>>;
}

/** Metrics in Prometheus' text format, version 0.0.4; the answer of a route `GET /metrics`. */
export function prometheusText(metrics: readonly Metric[]): TextResponse {
  const lines = metrics.flatMap(({ name, help, type, value, labels }, i) => {
    const full = `bigfile_${name}`;
    const pairs = Object.entries(labels ?? {}).map(([key, text]) => `${key}=${quote(text)}`);
    const sample = `${full}${pairs.length ? `{${pairs.join()}}` : ''} ${value}`;
    // Samples of one metric stand together, under one header.
    if (metrics[i - 1]?.name === name) return [sample];
    return [`# HELP ${full} ${help}`, `# TYPE ${full} ${type}`, sample];
  });
  return new TextResponse(`${lines.join('\n')}\n`, 'text/plain; version=0.0.4; charset=utf-8');
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, (c) => `\\${c}`).replaceAll('\n', '\\n')}"`;
}
