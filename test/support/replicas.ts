import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';
import { startRedis, type TestRedis } from './redis.ts';

/** Replicas of one gateway, with one portal and one Redis. */
export interface Replicas extends AsyncDisposable {
  readonly gateways: readonly [TestGateway, TestGateway, ...TestGateway[]];
  /** The portal of all of them. */
  readonly emulator: TestGateway['emulator'];
  readonly redis: TestRedis;
}

export async function startReplicas(options: TestGatewayOptions = {}): Promise<Replicas> {
  const redis = await startRedis();
  const one = await startGateway({ ...options, redis });
  const two = await startGateway({ ...options, redis, webhookUrl: () => one.emulator.webhookUrl });
  return {
    gateways: [one, two],
    emulator: one.emulator,
    redis,
    async [Symbol.asyncDispose]() {
      await two.close();
      await one.close();
      await redis[Symbol.asyncDispose]();
    },
  };
}
