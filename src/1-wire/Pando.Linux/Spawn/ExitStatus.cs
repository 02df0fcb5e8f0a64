namespace Pando.Linux.Spawn;

/// <summary>How a child ended: with an exit code, or by a signal (waitid(2)).</summary>
/// <param name="Code">The exit code, null when a signal ended it.</param>
/// <param name="Signal">The signal that ended it, null when it exited by itself.</param>
/// <param name="CoreDumped">Whether the kernel wrote a core file.</param>
public sealed record ExitStatus(int? Code, int? Signal, bool CoreDumped)
{
    /// <summary>Whether it exited by itself with code 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <inheritdoc/>
    public override string ToString() => Signal is { } signal ? $"signal {signal}" : $"exit code {Code}";
}
