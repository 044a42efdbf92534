// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/drawing/scene.h"

namespace drawing {
namespace {

Scene Brake(const std::string& name, float pad, float scored)
{
    Scene s{name, {0.62F, 3.7F, 1.0F}, {0.24F, 1.3F, 0.12F}, 3.3F, {}, {}};
    s.map = [=](V p) {
        Hit h;
        const float r = std::hypot(p.x, p.y);
        float groove = scored * 0.012F * std::sin(r * 95) + scored * 0.02F * Step(0.6F, 0.8F, Noise({r * 24, 0, 0}));
        h.Add(CylZ(p, 1.5F, 0.11F + (std::fabs(p.z) > 0.05F ? -groove * Step(0.75F, 0.85F, r) : 0), 0.02F) * 0.8F, 1);
        h.Add(CylZ(p - V{0, 0, 0.1F}, 0.68F, 0.2F, 0.05F), 2);
        for (int i = 0; i < 5; ++i) {
            const float a = static_cast<float>(i) * 2 * kPi / 5 + 0.3F;
            h.Add(CylZ(p - V{0.45F * std::cos(a), 0.45F * std::sin(a), 0.35F}, 0.06F, 0.2F, 0.01F), 3);
        }
        const V q{p.x - 0.25F, p.y - 1.12F, p.z};
        const float gap = 0.115F;
        h.Add(Box(q - V{0, 0.0F, gap + pad / 2}, {0.55F, 0.3F, pad / 2}, 0.015F), 4);
        h.Add(Box(q - V{0, 0.03F, gap + pad + 0.045F}, {0.62F, 0.34F, 0.045F}, 0.015F), 5);
        h.Add(Box(q - V{0, 0.0F, -gap - 0.08F}, {0.55F, 0.3F, 0.08F}, 0.015F), 4);
        // The caliper bridges the disc outside the pads; the window in it shows them.
        float body = Box(q - V{0, 0.28F, 0.1F}, {0.72F, 0.3F, 0.6F}, 0.09F);
        body = SmoothMax(body, -Box(q - V{0, 0.3F, 0.08F}, {0.5F, 0.6F, 0.4F}, 0.05F), 0.05F);
        body = SmoothMax(body, -(std::fabs(q.z) - 0.0F < 0.14F ? CylZ(p, 1.53F, 0.14F, 0.02F) : 1e3F), 0.02F);
        h.Add(body, 6);
        h.Add(CylZ(q - V{0, 0.1F, 0.72F}, 0.24F, 0.14F, 0.04F), 6);
        h.Add(p.z + 1.1F + 0.2F * Noise(p * 0.8F), 7);
        return h;
    };
    s.surface = [=](V p, V, int what) -> Surface {
        const float r = std::hypot(p.x, p.y);
        switch (what) {
        case 1: {
            Surface m = Steel(p, r > 1.44F || r < 0.78F ? 1.0F : 0.12F + 0.3F * scored);
            m.colour = m.colour * (0.86F + 0.14F * std::sin(r * 140 + 2 * Noise(p * 9)));
            return m;
        }
        case 2:
            return Steel(p, 1.4F);
        case 3:
            return Steel(p, 0.5F);
        case 4:
            return Dull({0.13F, 0.12F, 0.12F}, p * 4, 0.5F);
        case 5:
            return Steel(p * 2, 0.9F);
        case 6:
            return Dull({0.46F, 0.47F, 0.5F}, p * 1.5F, 0.95F);
        default:
            return {{0.06F, 0.06F, 0.07F}, 0.05F, 0};
        }
    };
    return s;
}

Scene Tyre(const std::string& name, float depth, bool screw)
{
    Scene s{name, {0.9F, 3.9F, 2.35F}, {0.05F, 2.75F, 0.2F}, 2.3F, {}, {}};
    const V screwAt{0.18F, 2.98F, 0.42F};
    s.map = [=](V p) {
        Hit h;
        const float r = std::hypot(p.y, p.z), a = std::atan2(p.z, p.y);
        const float crown = 3.0F - 0.07F * p.x * p.x - 0.9F * std::pow(std::max(std::fabs(p.x) - 0.85F, 0.0F), 2.0F);
        float cut = 0;
        for (const float at : {-0.62F, -0.21F, 0.21F, 0.62F})
            cut = std::max(cut, Step(0.075F, 0.045F, std::fabs(p.x - at)));
        const float lane = std::floor((p.x + 0.21F) / 0.42F);
        const float slant = a * 26 + std::fabs(p.x) * 3.0F + lane * 1.7F;
        const float sipe = Step(0.16F, 0.08F, std::fabs(slant / (2 * kPi) - std::round(slant / (2 * kPi))));
        cut = std::max(cut, 0.75F * sipe * Step(0.05F, 0.2F, std::fabs(p.x)));
        const float tread = r - crown + depth * cut;
        h.Add(std::max(tread, std::fabs(p.x) - 1.25F) * 0.5F, 1);
        h.Add(std::hypot(r - 2.35F, std::fabs(p.x) - 0.75F) - 0.62F, 2);
        if (screw) {
            h.Add(Disc(std::hypot(p.x - screwAt.x, (p - screwAt).z - (p - screwAt).y * 0.14F),
                       Dot(p - screwAt, Unit(screwAt)), 0.085F, 0.035F, 0.015F),
                  3);
        }
        h.Add(p.y + 1.0F, 4);
        return h;
    };
    s.surface = [=](V p, V, int what) -> Surface {
        if (what == 3)
            return Steel(p * 6, 0.4F);
        if (what == 4)
            return {{0.3F, 0.31F, 0.32F}, 0.1F, 0};
        const float worn = Step(1.0F, 0.2F, depth / 0.16F) * Step(-0.2F, 0.9F, p.x);
        Surface m = Dull({0.075F, 0.075F, 0.08F}, p * 2.2F, 0.35F);
        m.colour = Mix(m.colour, {0.2F, 0.19F, 0.18F}, 0.35F * worn + 0.15F * Noise(p * 30));
        m.gloss = 0.16F + 0.12F * worn;
        return m;
    };
    return s;
}

Scene Battery()
{
    Scene s{"battery_12v", {1.9F, 2.3F, 2.9F}, {0.05F, 0.45F, 0}, 2.3F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(Box(p, {1.25F, 0.72F, 0.7F}, 0.06F), 1);
        h.Add(Box(p - V{0, 0.74F, 0}, {1.2F, 0.05F, 0.64F}, 0.03F), 2);
        for (const float x : {-0.9F, 0.9F}) {
            h.Add(CylY(p - V{x, 0.88F, 0.32F}, 0.13F, 0.14F, 0.02F), 3);
            h.Add(Box(p - V{x, 0.86F, 0.32F}, {0.26F, 0.07F, 0.2F}, 0.04F), 4);
            h.Add(Capsule(p, {x, 0.88F, 0.2F}, {x * 1.25F, 1.05F, -1.2F}, 0.085F), x < 0 ? 5 : 6);
        }
        const V q = p - V{0.9F, 0.9F, 0.34F};
        h.Add((Len(q * V{1, 1.5F, 1}) - 0.27F - 0.13F * Cloud(p * 7)) * 0.5F, 7);
        h.Add(Box(p - V{0, -0.75F, 0}, {1.5F, 0.08F, 0.95F}, 0.04F), 8);
        h.Add(p.z + 1.6F + 0.25F * Noise(p * 1.2F), 9);
        h.Add(p.y + 0.85F, 9);
        return h;
    };
    s.surface = [](V p, V n, int what) -> Surface {
        switch (what) {
        case 1:
            if (n.z > 0.8F && std::fabs(p.y) < 0.36F && std::fabs(p.x) < 0.95F) {
                const bool band = std::fabs(p.y - 0.18F) < 0.13F;
                return {band ? V{0.75F, 0.1F, 0.08F} : V{0.82F, 0.83F, 0.82F}, 0.4F, 0};
            }
            return Dull({0.07F, 0.07F, 0.08F}, p * 1.4F, 0.5F);
        case 2:
            return Dull({0.1F, 0.1F, 0.11F}, p * 2, 0.8F);
        case 3:
        case 4:
            return Steel(p * 2, 0.35F);
        case 5:
            return Dull({0.06F, 0.06F, 0.06F}, p, 0.5F);
        case 6:
            return Dull({0.65F, 0.06F, 0.05F}, p, 0.5F);
        case 7:
            return {Mix({0.78F, 0.85F, 0.8F}, {0.25F, 0.62F, 0.58F}, Noise(p * 14)), 0.05F, 0};
        case 8:
            return Steel(p, 0.8F);
        default:
            return Dull({0.14F, 0.14F, 0.15F}, p, 0.8F);
        }
    };
    return s;
}

Scene Coolant()
{
    Scene s{"coolant_low", {1.0F, 1.5F, 3.4F}, {0, 0.35F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        float tank = Box(p, {1.0F, 0.8F, 0.6F}, 0.22F);
        tank += 0.012F * Step(0.8F, 1.0F, std::cos(p.x * 9)) * Step(0.3F, 0.0F, std::fabs(p.y) - 0.5F);
        h.Add(tank * 0.9F, 1);
        const float a = std::atan2(p.z, p.x);
        h.Add(CylY(p - V{0, 0.98F, 0}, 0.36F + 0.015F * std::cos(a * 26), 0.2F, 0.05F) * 0.8F, 2);
        h.Add(Capsule(p, {0.95F, 0.45F, 0}, {1.8F, 0.6F, -0.5F}, 0.13F), 3);
        h.Add(Capsule(p, {-0.9F, -0.6F, 0}, {-1.9F, -0.9F, 0.2F}, 0.17F), 3);
        h.Add(p.z + 1.3F + 0.35F * Noise(p * 1.3F), 4);
        h.Add(p.y + 1.0F, 4);
        return h;
    };
    s.surface = [](V p, V n, int what) -> Surface {
        if (what == 2)
            return Dull({0.08F, 0.08F, 0.09F}, p * 2, 0.3F);
        if (what == 3)
            return Dull({0.06F, 0.06F, 0.06F}, p, 0.4F);
        if (what == 4)
            return Dull({0.13F, 0.13F, 0.14F}, p, 0.8F);
        const float level = -0.42F + 0.01F * std::sin(p.x * 5);
        V c = Mix({0.83F, 0.8F, 0.72F}, {0.72F, 0.24F, 0.4F}, Step(level + 0.03F, level - 0.03F, p.y));
        c = Mix(c, {0.55F, 0.5F, 0.42F}, 0.35F * Cloud(p * 2.5F));
        const bool front = n.z > 0.6F && p.x > -0.55F && p.x < 0.0F;
        for (const float at : {-0.1F, 0.32F}) {
            if (front && std::fabs(p.y - at) < 0.014F)
                c = {0.1F, 0.1F, 0.1F};
        }
        return {c, 0.35F, 0};
    };
    return s;
}

Scene ChargePort()
{
    Scene s{"charge_port_burnt", {0.5F, 0.55F, 3.6F}, {0, 0, 0}, 2.3F, {}, {}};
    struct Pin
    {
        float x, y, r;
    };
    static const std::vector<Pin> pins = {{-0.42F, 0.02F, 0.2F}, {0.42F, 0.02F, 0.2F}, {-0.3F, 0.5F, 0.1F},
                                          {0, 0.56F, 0.1F},      {0.3F, 0.5F, 0.1F},   {0, -0.42F, 0.15F},
                                          {-0.4F, -0.42F, 0.1F}, {0.4F, -0.42F, 0.1F}, {0, 0.16F, 0.1F}};
    s.map = [](V p) {
        Hit h;
        const float r = std::hypot(p.x, p.y);
        float housing = CylZ(p, 1.08F, 0.5F, 0.06F);
        housing = SmoothMax(housing, -CylZ(p - V{0, 0, 0.5F}, 0.94F, 0.55F, 0.02F), 0.03F);
        h.Add(housing, 1);
        float face = CylZ(p - V{0, 0, -0.05F}, 0.9F, 0.3F, 0.05F);
        for (const Pin& pin : pins)
            face = SmoothMax(face, -CylZ(p - V{pin.x, pin.y, 0.25F}, pin.r, 0.4F, 0.01F), 0.02F);
        h.Add(face, 2);
        for (const Pin& pin : pins)
            h.Add(CylZ(p - V{pin.x, pin.y, 0.0F}, pin.r * 0.55F, 0.2F, pin.r * 0.2F), 3);
        h.Add(std::max(p.z + 0.1F + 0.05F * (r - 1), -(r - 1.0F)), 4);
        h.Add(Box(p - V{0, 1.32F, 0.2F}, {0.3F, 0.1F, 0.35F}, 0.05F), 1);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float burnt = Step(0.42F, 0.1F, std::hypot(p.x - 0.42F, p.y - 0.02F) + 0.22F * (Cloud(p * 6) - 0.5F));
        const V soot{0.035F, 0.03F, 0.028F};
        if (what == 4)
            return {{0.75F, 0.77F, 0.79F}, 0.55F, 0};
        Surface m = what == 3   ? Surface{{0.85F, 0.66F, 0.3F}, 0.6F, 1}
                    : what == 1 ? Dull({0.12F, 0.12F, 0.13F}, p, 0.2F)
                                : Dull({0.3F, 0.31F, 0.33F}, p, 0.25F);
        const V brown{0.28F, 0.15F, 0.07F};
        m.colour = Mix(Mix(m.colour, brown, Step(0, 0.5F, burnt)), soot, Step(0.35F, 0.9F, burnt));
        m.gloss *= 1 - burnt;
        m.metal *= 1 - burnt;
        return m;
    };
    return s;
}

Scene Connector()
{
    Scene s{"hv_connector", {0.6F, 2.0F, 3.2F}, {0.1F, 0.1F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(Box(p - V{0.2F, 0, 0}, {0.62F, 0.36F, 0.5F}, 0.1F), 1);
        h.Add(Box(p - V{0.9F, 0, 0}, {0.22F, 0.44F, 0.58F}, 0.05F), 2);
        h.Add(Box(p - V{0.15F, 0.4F, 0}, {0.32F, 0.07F, 0.16F}, 0.04F), 2);
        for (const float z : {-0.24F, 0.24F}) {
            const V a{-0.4F, 0, z}, b{-1.4F, -0.1F, z * 1.6F}, c{-2.6F, 0.35F, z * 2.6F};
            const float ring = 0.018F * std::sin(p.x * 42);
            h.Add((std::min(Capsule(p, a, b, 0.17F), Capsule(p, b, c, 0.17F)) + ring) * 0.7F, 1);
            h.Add(Disc(std::hypot(p.y, p.z - z), p.x + 0.45F, 0.22F, 0.1F, 0.03F), 2);
        }
        h.Add(Box(p - V{1.9F, -0.1F, 0}, {0.9F, 0.9F, 1.4F}, 0.12F), 3);
        for (int i = 0; i < 4; ++i)
            h.Add(Disc(std::hypot(p.y - (i < 2 ? 0.55F : -0.6F), p.z - (i % 2 == 0 ? 0.8F : -0.8F)), p.x - 1.0F, 0.11F,
                       0.07F, 0.02F),
                  4);
        h.Add(p.y + 0.95F + 0.1F * Cloud(p * 2), 5);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float grime = Step(0.45F, 0.7F, Cloud(p * 3.4F)) * Step(-0.2F, 0.8F, p.x);
        switch (what) {
        case 1: {
            Surface m{{0.95F, 0.34F, 0.03F}, 0.3F, 0};
            m.colour = Mix(m.colour, {0.2F, 0.14F, 0.1F}, 0.85F * grime);
            return m;
        }
        case 2:
            return Dull({0.08F, 0.08F, 0.085F}, p * 2, 0.7F);
        case 3:
            return {Mix({0.5F, 0.51F, 0.53F}, {0.55F, 0.58F, 0.55F}, grime), 0.3F, 0.5F};
        case 4:
            return Steel(p * 3, 0.7F);
        default:
            return Dull({0.16F, 0.16F, 0.16F}, p, 0.9F);
        }
    };
    return s;
}

Scene Damper()
{
    Scene s{"damper_leak", {1.7F, 1.1F, 3.6F}, {0, 0.15F, 0}, 2.1F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(CylY(p - V{0, -0.75F, 0}, 0.34F, 0.95F, 0.05F), 1);
        h.Add(CylY(p - V{0, 0.7F, 0}, 0.13F, 1.0F, 0.02F), 2);
        h.Add(CylY(p - V{0, -0.1F, 0}, 0.72F, 0.05F, 0.03F), 3);
        const float a = std::atan2(p.z, p.x);
        const float turn = (p.y - 0.42F * a / (2 * kPi)) / 0.42F;
        const float dy = (turn - std::round(turn)) * 0.42F;
        h.Add(std::max(std::hypot(std::hypot(p.x, p.z) - 0.62F, dy) - 0.085F, std::max(-0.05F - p.y, p.y - 1.75F)) *
                  0.7F,
              4);
        h.Add(Box(p - V{0.1F, -1.45F, 0}, {0.5F, 0.3F, 0.2F}, 0.06F), 5);
        h.Add(Capsule(p, {0.4F, -1.5F, 0.1F}, {2.4F, -1.7F, -0.4F}, 0.15F), 5);
        h.Add(p.z + 1.5F + 0.3F * Cloud(p), 6);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float a = std::atan2(p.z, p.x);
        const float run = Noise({a * 3, 0, 0}) * 0.9F;
        const float oil = Step(0.0F, 0.2F, p.y + 0.55F + run) * Step(0.15F, 0.0F, p.y - 0.2F);
        switch (what) {
        case 1: {
            Surface m = Dull({0.17F, 0.17F, 0.18F}, p * 2, 1.1F);
            m.colour = Mix(Mix(m.colour, {0.3F, 0.26F, 0.2F}, 0.4F), {0.035F, 0.03F, 0.02F}, oil);
            m.gloss = 0.12F + 0.7F * oil;
            return m;
        }
        case 2:
            return {{0.75F, 0.76F, 0.78F}, 0.8F, 1};
        case 3:
            return Steel(p, 1.0F);
        case 4:
            return Dull({0.1F, 0.12F, 0.2F}, p * 2, 0.8F);
        case 5:
            return Steel(p, 1.5F);
        default:
            return Dull({0.1F, 0.1F, 0.11F}, p, 0.8F);
        }
    };
    return s;
}

Scene OilLeak()
{
    Scene s{"oil_leak", {1.2F, 2.0F, 3.3F}, {0.05F, 0.2F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(Box(p - V{0, 0.45F, 0}, {1.5F, 0.35F, 0.62F}, 0.14F) +
                  0.02F * Step(0.5F, 1.0F, std::cos(p.x * 11)) * Step(0.5F, 0.7F, p.y),
              1);
        h.Add(Box(p - V{0, 0.08F, 0}, {1.6F, 0.05F, 0.72F}, 0.02F), 2);
        h.Add(Box(p - V{0, -0.75F, -0.05F}, {1.5F, 0.8F, 0.6F}, 0.08F), 3);
        for (int i = 0; i < 4; ++i) {
            const float x = -1.2F + 0.8F * static_cast<float>(i);
            h.Add(CylY(p - V{x, 0.17F, 0.64F}, 0.07F, 0.07F, 0.02F), 4);
            h.Add(CylY(p - V{x + 0.1F, 0.85F, 0}, 0.16F, 0.1F, 0.04F), 5);
        }
        h.Add(Box(p - V{-0.4F, -0.5F, 0.6F}, {0.12F, 0.4F, 0.1F}, 0.04F), 3);
        h.Add(p.z + 1.3F + 0.3F * Noise(p), 6);
        h.Add(p.y + 1.5F, 6);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float streak =
            Step(0.52F, 0.66F, Noise({p.x * 5, 0, 3})) * Step(-1.4F, 0.0F, p.y) * Step(-0.8F, 0.3F, p.x);
        switch (what) {
        case 1:
            return Dull({0.11F, 0.11F, 0.12F}, p * 1.6F, 0.45F);
        case 2:
        case 3: {
            Surface m = Dull({0.52F, 0.52F, 0.52F}, p * 2, 0.8F);
            m.colour = Mix(m.colour, {0.05F, 0.035F, 0.02F}, 0.95F * streak);
            m.gloss = 0.2F + 0.65F * streak;
            return m;
        }
        case 4:
            return Steel(p * 3, 0.6F);
        case 5:
            return Dull({0.2F, 0.06F, 0.05F}, p, 0.3F);
        default:
            return Dull({0.1F, 0.1F, 0.1F}, p, 0.8F);
        }
    };
    return s;
}

Scene Filter()
{
    Scene s{"cabin_filter", {0.8F, 2.8F, 2.3F}, {0, -0.05F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        const float fold = std::fabs(p.x * 4.2F - std::round(p.x * 4.2F)) * 2;
        h.Add(std::max((p.y - 0.06F + 0.22F * fold) * 0.5F, Box(p, {1.38F, 0.28F, 0.88F}, 0.01F)), 1);
        const float frame = SmoothMax(Box(p, {1.5F, 0.26F, 1.0F}, 0.05F), -Box(p, {1.37F, 1.0F, 0.87F}, 0.02F), 0.02F);
        h.Add(frame, 2);
        h.Add(Capsule(p, {0.3F, 0.1F, 0.2F}, {0.55F, 0.13F, -0.05F}, 0.03F), 3);
        const V leaf = p - V{-0.5F, 0.12F, 0.25F};
        h.Add(Len(leaf * V{1, 6, 1.8F}) * 0.3F - 0.07F, 4);
        h.Add(p.y + 0.3F, 5);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float dirt = Clamp(0.35F + 0.9F * Cloud(p * 1.4F) - 0.25F * std::hypot(p.x * 0.6F, p.z));
        switch (what) {
        case 1:
            return {Mix({0.62F, 0.62F, 0.58F}, {0.1F, 0.085F, 0.065F}, Clamp(dirt + 0.25F * Noise(p * 25))), 0.02F, 0};
        case 2:
            return Dull({0.74F, 0.74F, 0.72F}, p * 2, 0.5F);
        case 3:
            return {{0.2F, 0.13F, 0.06F}, 0.05F, 0};
        case 4:
            return {{0.33F, 0.21F, 0.07F}, 0.1F, 0};
        default:
            return Dull({0.36F, 0.38F, 0.4F}, p, 0.35F);
        }
    };
    return s;
}

} // namespace

std::vector<Scene> PartScenes()
{
    return {Brake("brake_pad_worn", 0.05F, 0.35F),
            Brake("brake_pad_new", 0.26F, 0.1F),
            Brake("brake_disc_scored", 0.1F, 1.0F),
            Tyre("tyre_worn", 0.035F, false),
            Tyre("tyre_new", 0.17F, false),
            Tyre("tyre_nail", 0.13F, true),
            Battery(),
            Coolant(),
            ChargePort(),
            Connector(),
            Damper(),
            OilLeak(),
            Filter()};
}

} // namespace drawing
