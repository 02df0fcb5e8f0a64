namespace Pando.Cli.Failures;

/// <summary>Whoever reads the output has gone, as with <c>pando list | head -1</c>: no failure to tell anybody of.</summary>
internal static class BrokenPipe
{
    /// <summary>128 and SIGPIPE, which the runtime ignores.</summary>
    public const int ExitCode = 141;

    private const int Epipe = 32;

    public static bool Is(IOException failure) => (failure.HResult & 0xFFFF) == Epipe;
}
