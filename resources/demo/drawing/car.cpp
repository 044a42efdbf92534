// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/drawing/scene.h"

#include <utility>

namespace drawing {
namespace {

/// A car of two outlines: its side view pulled across, its front view pulled along, the edges softened.
Scene CarScene(const std::string& name, V paint, V eye, V target, float zoom)
{
    static const std::vector<std::array<float, 2>> side = {
        {-2.35F, 0.32F}, {-2.42F, 0.62F}, {-2.3F, 0.92F}, {-1.95F, 1.02F}, {-1.15F, 1.42F}, {-0.3F, 1.55F},
        {0.45F, 1.47F},  {1.2F, 1.05F},   {2.1F, 0.86F},  {2.36F, 0.62F},  {2.33F, 0.32F}};
    static const std::vector<std::array<float, 2>> front = {
        {-0.93F, 0.3F}, {-0.97F, 0.62F}, {-0.93F, 0.95F}, {-0.68F, 1.5F}, {-0.4F, 1.6F},
        {0.4F, 1.6F},   {0.68F, 1.5F},   {0.93F, 0.95F},  {0.97F, 0.62F}, {0.93F, 0.3F}};
    static const std::vector<std::array<float, 2>> glass = {
        {-1.72F, 1.04F}, {-1.12F, 1.36F}, {-0.3F, 1.47F}, {0.4F, 1.4F}, {1.0F, 1.05F}, {0.7F, 1.0F}, {-1.5F, 0.98F}};
    Scene s{name, eye, target, zoom, {}, {}};
    s.map = [](V p) {
        Hit h;
        if (Box(p - V{0, 0.85F, 0}, {2.5F, 0.85F, 1.05F}, 0) < 0.4F) {
            float body = SmoothMax(Polygon(p.x, p.y, side), Polygon(p.z, p.y, front), 0.22F);
            body = SmoothMax(body, std::hypot(p.x * 0.3F, p.z) - 1.16F, 0.2F);
            for (const float x : {-1.45F, 1.42F})
                body = SmoothMax(
                    body, -Disc(std::hypot(p.x - x, p.y - 0.34F), std::fabs(p.z) - 1.0F, 0.43F, 0.4F, 0.02F), 0.03F);
            h.Add(body * 0.8F, 1);
        } else {
            h.Add(Box(p - V{0, 0.85F, 0}, {2.5F, 0.85F, 1.05F}, 0), 1);
        }
        for (const float x : {-1.45F, 1.42F}) {
            const V q{p.x - x, p.y - 0.34F, std::fabs(p.z) - 0.79F};
            h.Add(CylZ(q, 0.36F, 0.13F, 0.05F), 2);
            const float a = std::atan2(q.y, q.x) * 5 / (2 * kPi);
            const float spoke = Step(0.1F, 0.3F, std::fabs(a - std::round(a)));
            h.Add(CylZ(q - V{0, 0, 0.03F - 0.035F * spoke * Step(0.05F, 0.1F, std::hypot(q.x, q.y))}, 0.25F, 0.12F,
                       0.02F) *
                      0.7F,
                  3);
        }
        h.Add(Box(V{p.x - 0.62F, p.y - 1.02F, std::fabs(p.z) - 1.02F}, {0.08F, 0.07F, 0.12F}, 0.05F), 1);
        h.Add(p.y, 4);
        h.Add(p.x + 9 + 0 * p.y, 5);
        h.Add(p.z + 7, 5);
        return h;
    };
    s.surface = [paint](V p, V n, int what) -> Surface {
        if (what == 2)
            return {{0.05F, 0.05F, 0.05F}, 0.12F, 0};
        if (what == 3)
            return {{0.6F, 0.61F, 0.63F}, 0.5F, 1};
        if (what == 4) {
            const bool line = std::fabs(std::fabs(p.z) - 1.75F) < 0.05F;
            Surface m = Dull(line ? V{0.8F, 0.66F, 0.1F} : V{0.4F, 0.43F, 0.45F}, p * 0.6F, 0.35F);
            m.gloss = 0.42F;
            return m;
        }
        if (what == 5)
            return {p.y < 1.0F ? V{0.18F, 0.36F, 0.44F} : V{0.72F, 0.73F, 0.73F}, 0.12F, 0};
        const float az = std::fabs(p.z);
        const Surface dark{{0.02F, 0.022F, 0.025F}, 0.85F, 0};
        if (n.y < 0.93F && p.y > 1.0F && Polygon(p.x, p.y, glass) < -0.03F && az > 0.55F &&
            std::fabs(p.x + 0.28F) > 0.045F)
            return dark;
        if (az < 0.66F && p.y > 1.03F && p.y < 1.46F && ((n.x > 0.35F && p.x > 0.3F) || (n.x < -0.3F && p.x < -0.9F)))
            return dark;
        if (p.x > 1.98F && az > 0.52F && p.y > 0.66F && p.y < 0.8F)
            return {{0.95F, 0.96F, 1.0F}, 0.8F, 0};
        if (p.x < -2.1F && p.y > 0.8F && p.y < 0.9F)
            return {{0.62F, 0.02F, 0.03F}, 0.7F, 0};
        if (p.x > 2.0F && az < 0.72F && p.y > 0.36F && p.y < 0.48F)
            return {{0.03F, 0.03F, 0.03F}, 0.3F, 0};
        const float plateY = p.x > 0 ? 0.56F : 0.64F;
        if (std::fabs(p.x) > 2.05F && az < 0.25F && std::fabs(p.y - plateY) < 0.065F)
            return {Mix({0.85F, 0.95F, 0.88F}, {0.2F, 0.7F, 0.42F}, Clamp((plateY + 0.065F - p.y) / 0.13F)), 0.3F, 0};
        if (p.y < 0.4F)
            return {{0.05F, 0.05F, 0.055F}, 0.25F, 0};
        const bool seam =
            az > 0.7F && p.y < 1.0F && p.y > 0.4F &&
            (std::fabs(p.x - 0.72F) < 0.008F || std::fabs(p.x + 0.28F) < 0.008F || std::fabs(p.x + 1.06F) < 0.008F);
        return {seam ? paint * 0.2F : paint, 0.62F, 0};
    };
    return s;
}

/// The corner of a car from near by, with the marks of a bollard on its bumper.
Scene Scratch(V paint)
{
    Scene s = CarScene("bumper_scratch", paint, {3.75F, 0.95F, 2.15F}, {1.95F, 0.58F, 0.66F}, 2.9F);
    const auto clean = s.surface;
    s.surface = [clean](V p, V n, int what) {
        Surface m = clean(p, n, what);
        if (what != 1 || p.x < 1.55F || p.y > 0.8F)
            return m;
        const float along = std::atan2(p.z, p.x - 1.3F);
        float scratch = 0;
        for (int i = 0; i < 9; ++i) {
            const auto row = static_cast<float>(i);
            const float at = 0.5F + 0.018F * row + 0.06F * along + 0.012F * Noise({along * 14, row, 0});
            const float strength = Step(0.38F, 0.6F, Noise({along * 7, row * 7.3F, 1}));
            scratch = std::max(scratch, strength * Step(0.006F, 0.0015F, std::fabs(p.y - at)));
        }
        scratch *= Step(0.25F, 0.45F, along) * Step(1.15F, 0.95F, along);
        m.colour = Mix(m.colour, {0.85F, 0.86F, 0.87F}, scratch);
        m.gloss *= 1 - scratch;
        return m;
    };
    return s;
}

} // namespace

std::vector<Scene> CarScenes()
{
    const V white{0.86F, 0.87F, 0.88F}, grey{0.2F, 0.21F, 0.23F}, blue{0.05F, 0.16F, 0.42F};
    std::vector<Scene> scenes = {Scratch(blue)};
    const V frontEye{5.6F, 1.7F, 3.4F}, sideEye{0.3F, 1.5F, 7.2F}, rearEye{-5.6F, 1.8F, 3.6F};
    const V middle{0.1F, 0.72F, 0};
    for (const auto& [name, paint] :
         std::vector<std::pair<std::string, V>>{{"white", white}, {"grey", grey}, {"blue", blue}}) {
        scenes.push_back(CarScene("car_front_" + name, paint, frontEye, middle, 2.9F));
        scenes.push_back(CarScene("car_side_" + name, paint, sideEye, middle, 2.75F));
        if (name != "blue")
            scenes.push_back(CarScene("car_rear_" + name, paint, rearEye, middle, 2.9F));
    }
    return scenes;
}

} // namespace drawing
