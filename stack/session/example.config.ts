// #region config
import { define, rateLimit } from '#hooks';

const smallCalls = define({
  name: 'small-calls',
  points: {
    admission: ({ data }) =>
      data.length < 100_000 ? { accept: true } : { accept: false, reason: 'at most 50 kB of data' },
  },
});

export default { l2BlockTimeMs: 100, hooks: [smallCalls, rateLimit({ perMinute: 600 })] };
// #endregion
