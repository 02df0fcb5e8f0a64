namespace Pando.Qemu.Tests.Golden;

/// <summary>The golden definitions whose devices need what neither a test machine nor its QEMU has, each with what that is.</summary>
internal static class CannotStartHere
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["parallel-device"] = "QEMU claims a real parallel port (PPCLAIM), which no test machine has.",
    };
}
