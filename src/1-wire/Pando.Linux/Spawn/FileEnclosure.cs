using Pando.Linux.Files;
using Pando.Linux.Kernel;

namespace Pando.Linux.Spawn;

/// <summary>What a program that is started may reach of the host's files, besides the descriptors it is given.</summary>
public sealed class FileEnclosure : IDisposable
{
    /// <summary>Its Landlock rules; null: none.</summary>
    public LandlockRules? Landlock { get; init; }

    /// <summary>What it sees at all, in a mount namespace of its own; null: the host's own files.</summary>
    public FileView? View { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Landlock?.Dispose();

    internal void AddTo(PreparedCalls calls)
    {
        View?.AddTo(calls);
        // Last: behind it, nothing can be mounted any more.
        Landlock?.AddTo(calls);
    }
}
