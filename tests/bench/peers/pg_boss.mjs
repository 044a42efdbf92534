// SPDX-License-Identifier: GPL-3.0-or-later
// pg-boss: policy key_strict_fifo, which is its way to keep an order.
import { PgBoss } from "pg-boss";
import { database, pool, post, serve, tuned } from "./common.mjs";

const queue = "deliver";
const make = (options = {}) => {
    const boss = new PgBoss({ ...database, ...(tuned ? { useListenNotify: true } : {}), ...options });
    boss.on("error", () => {});
    return boss;
};
let sender;

await serve({
    async setup() {
        sender = make({ supervise: false });
        await sender.start();
        await sender.createQueue(queue, {
            policy: "key_strict_fifo",
            ...(tuned ? { notify: true, retryLimit: 1000, heartbeatSeconds: 10 } : {}),
        });
    },
    async add(client, events) {
        const db = { executeSql: (text, values) => client.query(text, values) };
        await sender.insert(queue, events.map((event) => ({ data: event, singletonKey: event.stream })), { db });
    },
    async waiting() {
        return Number((await pool.query("select count(*) as n from pgboss.job where state in ('created', 'retry', 'active', 'failed')")).rows[0].n);
    },
    async work() {
        const boss = make();
        await boss.start();
        // Full batches keep it fetching; as it gives out one job of a key at a time, a batch must be below the streams' number.
        const options = tuned
            ? { batchSize: 20, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, burstWhenBatchFull: true }
            : {};
        await boss.work(queue, options, async (jobs) => {
            for (const job of jobs) await post(job.data);
        });
    },
});
