// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/verify.h"
#include "tests/faults/page_client.h"
#include "tests/faults/scene.h"
#include "tests/faults/script.h"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace bayline::faults {

/// A shop for a scenario: one desk that makes work, a relay run by hand, and a look at what arrived.
class Story
{
public:
    /// Opens the scene. With no relays in `setting` the scenario runs them by hand.
    Story(Scene& scene, std::uint64_t seed, const Setting& setting);

    [[nodiscard]] Scene& Stage() { return m_scene; }
    [[nodiscard]] OrderScript Script(int order) const { return {m_seed, order}; }
    void CheckIn(int order);
    /// A public event: another time promised.
    void Promise(int order);
    void Photo(int order, std::size_t bytes);
    /// Gives a technician's phone a link to the order; its token.
    [[nodiscard]] std::string OpenCamera(int order);
    /// A customer's answer: the page was looked at. False when the page cannot be opened.
    bool Look(int order);

    /// The shipped relay with --once, perhaps under another program ("strace …"). Its exit code, -1 when killed.
    int RelayOnce(const std::vector<std::string>& under = {}, const std::vector<std::string>& more = {});
    /// Tends the scene until nothing waits in either direction. False when it takes longer.
    bool Drained(std::chrono::milliseconds patience);
    /// What has to hold at any quiet moment: every invariant, both sides equal, nothing waiting.
    [[nodiscard]] std::vector<db::Violation> Check(const std::string& where);
    /// Waiting events in the shop.
    [[nodiscard]] int Waiting();
    [[nodiscard]] db::Connection& Owner() { return m_owner; }
    [[nodiscard]] db::Connection& Portal() { return m_portal; }
    [[nodiscard]] db::Connection& Desk() { return m_desk; }
    /// After a restore or a crash nothing kept may be used.
    void Reconnect();
    void SignIn();

private:
    Scene& m_scene;
    std::uint64_t m_seed;
    db::Connection m_owner;
    db::Connection m_portal;
    db::Connection m_desk;
    db::Session m_advisor;
    core::Shop m_shop;
    std::map<int, PageClient> m_pages;
    int m_made = 0;
};

/// Events that were passed on to the app more than once, of the batches from `from` on.
[[nodiscard]] std::size_t SentAgain(const std::vector<HttpProxy::Batch>& batches, std::size_t from);

/// The program that kills another at its Nth system call of a kind; empty where it is not installed.
[[nodiscard]] std::vector<std::string> KillAt(const std::string& call, int when);

} // namespace bayline::faults
