using System.Runtime.InteropServices;

namespace Pando.Cli.Tests.Harness;

/// <summary>Signals, by the names that kill(1) has for them; that program itself isn't on every host.</summary>
internal static partial class Signal
{
    public static void Send(string name, int process)
    {
        var number = name switch { "HUP" => 1, "INT" => 2, "TERM" => 15, _ => throw new ArgumentOutOfRangeException(nameof(name)) };
        Assert.Equal(0, kill(process, number));
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
