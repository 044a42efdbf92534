// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/scene.h"

#include <functional>
#include <thread>
#include <vector>

namespace bayline::faults {

/// Does the faults of a plan to a scene and takes them back when their time is over.
class Striker
{
public:
    struct Hands
    {
        std::function<void(int desk, std::chrono::milliseconds away)> killDesk;
        std::function<void()> losePhoneAnswer;
    };

    Striker(Scene& scene, Hands hands) : m_scene(scene), m_hands(std::move(hands)) {}
    /// Everything is taken back.
    ~Striker();
    Striker(const Striker&) = delete;
    Striker& operator=(const Striker&) = delete;

    void Strike(const Fault& fault);
    /// Takes back what is due.
    void Tend();
    [[nodiscard]] bool Healed() const { return m_healings.empty(); }

private:
    struct Healing
    {
        Clock::time_point at;
        std::function<void()> heal;
    };

    void HealAfter(std::chrono::milliseconds away, std::function<void()> heal);
    void StrikeLine(const FaultRow& row, const Fault& fault);
    void KillBackend(const Fault& fault);
    void Freeze(const Fault& fault);
    void SetClock(const FaultRow& row, const Fault& fault);
    void Flood(const Fault& fault);

    Scene& m_scene;
    Hands m_hands;
    std::vector<Healing> m_healings;
};

} // namespace bayline::faults
