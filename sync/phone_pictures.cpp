// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/phone_pictures.h"

#include "core/failure.h"
#include "core/hash.h"

#include <random>

namespace bayline::sync {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// As much as a photo may have at all, and a little.
constexpr std::size_t kMostBytes = 21'000'000;

constexpr const char* kGone = "photo.gone";
constexpr const char* kChanged = "photo.changed_on_the_way";

std::function<double()> Jitter()
{
    return [engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
    };
}

} // namespace

PhonePictures::PhonePictures(SharedLog& log, const RelayTiming& timing, CleanPictureOf clean)
    : m_log(log), m_timing(timing), m_clean(std::move(clean)), m_breaker(timing.breakerCaps, Jitter())
{
}

void PhonePictures::Forgive()
{
    m_breaker.Succeed();
}

LaneStep PhonePictures::Step(CustomerAppClient& client, const std::stop_token& stop)
{
    if (const auto wait = m_breaker.Remaining(steady_clock::now()); wait.count() > 0) {
        return {LaneStep::Then::Wait, wait};
    }
    const auto untold = m_log.With([](core::DeliveryLog& log) { return log.UntoldPictures(1); });
    if (!untold.empty()) {
        return Tell(client, untold.front(), stop);
    }
    const auto waiting = m_log.With([](core::DeliveryLog& log) { return log.WaitingPictures(1); });
    if (waiting.empty()) {
        m_begun.clear();
        m_unlucky.clear();
        return {LaneStep::Then::Idle, m_timing.poll};
    }
    return Fetch(client, waiting.front(), stop);
}

LaneStep PhonePictures::Tell(CustomerAppClient& client, const core::UntoldPicture& picture, const std::stop_token& stop)
{
    const auto verdict = client.PictureDone(picture.pictureId, picture.result, picture.reason, stop);
    // What the other side cannot read it will not read the next time either.
    if (verdict.next != Next::Use && verdict.next != Next::Split) {
        return TakeTrouble(verdict);
    }
    m_breaker.Succeed();
    m_log.With([&](core::DeliveryLog& log) { log.PictureTold(picture); });
    return {};
}

LaneStep PhonePictures::Fetch(CustomerAppClient& client, const core::WaitingPicture& picture,
                              const std::stop_token& stop)
{
    auto& bytes = m_begun[picture.pictureId];
    for (;;) {
        auto piece = client.PicturePiece(picture.pictureId, bytes.size(), stop);
        if (!piece.Ok()) {
            return TakeTrouble(piece.verdict);
        }
        m_breaker.Succeed();
        if (!piece.value) {
            return RefuseUnlessBadLuck(picture, kGone);
        }
        if (piece.value->empty()) {
            break;
        }
        bytes += *piece.value;
        if (bytes.size() > kMostBytes) {
            break;
        }
    }
    return Take(picture);
}

/// A killed helper, a damaged transfer or a customer app that has lost sight of the picture for a moment says nothing
/// about the picture, so it stays where it is and is tried again. One that goes wrong every time is refused.
LaneStep PhonePictures::RefuseUnlessBadLuck(const core::WaitingPicture& picture, const std::string& code)
{
    constexpr int kTries = 3;
    if (++m_unlucky[picture.pictureId] >= kTries) {
        Refuse(picture, code);
        return {};
    }
    m_breaker.Fail(steady_clock::now(), std::nullopt);
    return {LaneStep::Then::Wait, std::max(milliseconds(1), m_breaker.Remaining(steady_clock::now()))};
}

LaneStep PhonePictures::Take(const core::WaitingPicture& picture)
{
    const auto& bytes = m_begun[picture.pictureId];
    if (core::Sha256Hex(bytes) != picture.sha256) {
        m_begun.erase(picture.pictureId);
        return RefuseUnlessBadLuck(picture, kChanged);
    }
    const auto clean = m_clean({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, picture.name);
    if (clean) {
        m_log.With([&](core::DeliveryLog& log) { log.StorePicture(picture, clean.Value()); });
        m_begun.erase(picture.pictureId);
        return {};
    }
    // Each screen, also the phone's, has its own words for a code.
    const auto& code = clean.FirstRefusal().code;
    if (code == "photo.helper_died" || code == "photo.timeout") {
        return RefuseUnlessBadLuck(picture, code);
    }
    Refuse(picture, code);
    return {};
}

void PhonePictures::Refuse(const core::WaitingPicture& picture, const std::string& code)
{
    m_begun.erase(picture.pictureId);
    m_unlucky.erase(picture.pictureId);
    m_log.With([&](core::DeliveryLog& log) { log.RefusePicture(picture, code); });
}

LaneStep PhonePictures::TakeTrouble(const Verdict& verdict)
{
    if (verdict.next == Next::Cancelled) {
        return {};
    }
    if (verdict.next == Next::Retry) {
        m_breaker.Fail(steady_clock::now(), verdict.retryAfter);
        return {LaneStep::Then::Wait, std::max(milliseconds(1), m_breaker.Remaining(steady_clock::now()))};
    }
    return {LaneStep::Then::Wait, m_timing.pausedProbe};
}

} // namespace bayline::sync
