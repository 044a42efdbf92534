// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the demo shop's inspection photos. Not part of the build; resources/demo/draw_photos compiles and runs it.
#include "resources/demo/drawing/scene.h"

#include <cstdio>

/// usage: draw FOLDER [NAME…]
int main(int count, char** arguments)
{
    if (count < 2)
        return 2;
    std::vector<drawing::Scene> scenes = drawing::PartScenes();
    for (auto& scene : drawing::CarScenes())
        scenes.push_back(std::move(scene));
    for (const drawing::Scene& scene : scenes) {
        const bool wanted = count == 2 || std::any_of(arguments + 2, arguments + count,
                                                      [&](const char* name) { return scene.name == name; });
        if (wanted) {
            std::printf("%s\n", scene.name.c_str());
            std::fflush(stdout);
            drawing::Render(scene, arguments[1]);
        }
    }
}
