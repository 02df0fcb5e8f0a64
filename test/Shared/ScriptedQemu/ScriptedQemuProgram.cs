namespace Pando.ScriptedQemu;

/// <summary>Makes programs that stand in for QEMU and follow a script. The project that uses it refers to Pando.ScriptedQemu.</summary>
public static class ScriptedQemuProgram
{
    /// <summary>
    /// Writes a program into a folder, which every user must be able to enter when it is run as another one. Each has
    /// its own identity, so that what is cached of one is not taken for another's.
    /// </summary>
    /// <param name="folder">Where it is put; deleted by the caller.</param>
    /// <param name="script">The lines of the script; see Script in Pando.ScriptedQemu for the words.</param>
    /// <returns>The path to start instead of QEMU.</returns>
    public static string Create(string folder, params string[] script)
    {
        string lines = Path.Combine(folder, "qemu.script");
        string program = Path.Combine(folder, "qemu-scripted");
        string real = Path.Combine(AppContext.BaseDirectory, "Pando.ScriptedQemu");
        File.WriteAllLines(lines, script);
        File.WriteAllText(program, $"#!/bin/sh\nexec '{real}' --script '{lines}' \"$@\"\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        return program;
    }
}
