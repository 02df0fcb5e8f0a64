namespace Pando.Linux.Spawn;

/// <summary>Where a program is. A shell asked by name may take a command of its own for it: busybox's has a setpriv and a prlimit.</summary>
internal static class ProgramPath
{
    /// <summary>The first that PATH leads to; without one the name, so that whoever executes it says what is missing.</summary>
    public static string Of(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists) ?? name;
}
