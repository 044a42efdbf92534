// SPDX-License-Identifier: GPL-3.0-or-later
// graphile-worker: one queue a stream, which is its way to keep an order.
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { pool, post, serve, tuned } from "./common.mjs";

pool.on("connect", (client) => client.on("error", () => {}));
const quiet = new Logger(() => () => {});

await serve({
    async setup() {
        const utils = await makeWorkerUtils({ pgPool: pool, logger: quiet });
        await utils.migrate();
        await utils.release();
    },
    async add(client, events) {
        await client.query(
            `select graphile_worker.add_jobs((select array_agg(
                 ('deliver', e, e ->> 'stream', null, null, null, null, null)::graphile_worker.job_spec
                 order by n) from json_array_elements($1::json) with ordinality as x(e, n)))`,
            [JSON.stringify(events)]);
    },
    async waiting() {
        return Number((await pool.query("select count(*) as n from graphile_worker._private_jobs")).rows[0].n);
    },
    async work() {
        await run({
            pgPool: pool, logger: quiet, taskList: { deliver: (event) => post(event) },
// Its localQueue is left out: with one job at a time of each queue it waits out the poll interval after every fetch.
            ...(tuned ? { concurrency: 8, pollInterval: 100 } : {}),
        });
    },
});
