// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/sign_in.h"
#include "db/work_order_store.h"
#include "tests/faults/script.h"

#include <optional>
#include <vector>

namespace bayline::faults {

/// A desktop without windows: signs its people in and plays the steps of its work orders in turn, each with the
/// operation id that the form would have made, trying the same again for as long as the database is away. Says on
/// standard output what the database has acknowledged:
///
///     ack ORDER STEP OPERATION STREAM HEAD
///     passed ORDER STEP                     does not apply to this order
///     refused ORDER STEP CODE               the script met a rule it should not meet
///     done ORDER
class Player
{
public:
    /// `next` names, for every order, the step to go on with.
    Player(std::uint64_t seed, int firstOrder, std::vector<int> next, db::ConnectionSettings settings);

    /// Plays until every order is delivered. False when a step was refused.
    bool Run();

private:
    struct Hand
    {
        OrderScript script;
        int next = 0;
    };
    using Answer = core::Outcome<db::Appended>;

    void SignEverybodyIn();
    /// True when something happened; false while the order waits for its customer.
    bool PlayNext(Hand& hand);
    /// What the database says of a step that has been carried out; nothing when the step leaves nothing behind.
    [[nodiscard]] std::optional<db::Appended> ResultOf(const OrderScript& script, int step, const Answer& answer);
    void TellResult(const OrderScript& script, int step, const Answer& answer);
    [[nodiscard]] std::optional<Answer> Play(const OrderScript& script, int step, core::OperationId operation);
    void Abandon(const OrderScript& script, int step);
    [[nodiscard]] Answer CheckIn(const OrderScript& script, core::OperationId operation);
    [[nodiscard]] Answer AddPhoto(const OrderScript& script, core::OperationId operation);
    [[nodiscard]] std::optional<Answer> PlayQuote(const OrderScript& script, std::string_view step,
                                                  core::OperationId operation);
    [[nodiscard]] std::optional<Answer> PlayRepair(const OrderScript& script, std::string_view step,
                                                   core::OperationId operation);
    [[nodiscard]] std::optional<Answer> PlayHandOver(const OrderScript& script, std::string_view step,
                                                     core::OperationId operation);
    template <class Intent>
    [[nodiscard]] Answer Do(const db::Session& person, const OrderScript& script, core::OperationId operation,
                            const Intent& intent);

    db::Connection m_connection;
    db::Session m_advisor;
    db::Session m_technician;
    db::Session m_colleague;
    core::Shop m_shop;
    std::vector<Hand> m_hands;
    bool m_refused = false;
};

} // namespace bayline::faults
