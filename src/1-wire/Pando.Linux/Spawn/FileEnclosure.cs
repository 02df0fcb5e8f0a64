using Pando.Linux.Files;
using Pando.Linux.Kernel;

namespace Pando.Linux.Spawn;

/// <summary>What a program that is started may reach of the host's files, besides the descriptors it is given.</summary>
public sealed class FileEnclosure : IDisposable
{
    private const string Multiplexer = "/dev/ptmx";
    private readonly LandlockRules? _landlock;
    private readonly FileView? _view;
    private readonly TerminalDevices? _terminals;

    private FileEnclosure(LandlockRules? landlock, FileView? view, TerminalDevices? terminals)
    {
        _landlock = landlock;
        _view = view;
        _terminals = terminals;
    }

    /// <summary>Makes one.</summary>
    /// <param name="grants">What may be reached, and how.</param>
    /// <param name="landlock">Whether Landlock forbids everything else.</param>
    /// <param name="viewRoot">An empty directory to build a mount namespace on that shows nothing else; null: the host's own files are seen.</param>
    /// <exception cref="SyscallException">The kernel lacks what this needs, or this process may not use it.</exception>
    public static FileEnclosure Make(IReadOnlyList<FileGrant> grants, bool landlock, string? viewRoot)
    {
        LandlockRules? rules = null;
        TerminalDevices? terminals = null;
        try
        {
            rules = landlock ? LandlockRules.Create(grants) : null;
            if (viewRoot is not null && grants.FirstOrDefault(static grant => grant.Path == Multiplexer) is { } terminal)
            {
                terminals = TerminalDevices.Make();
                using Descriptor multiplexer = terminals.OpenMultiplexer();
                rules?.Allow(multiplexer, terminal.Rights, Multiplexer);
                grants = [.. grants.Where(static grant => grant.Path != Multiplexer)];
            }

            return new FileEnclosure(rules, viewRoot is null ? null : new FileView(viewRoot, grants), terminals);
        }
        catch
        {
            terminals?.Dispose();
            rules?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _landlock?.Dispose();
        _terminals?.Dispose();
    }

    internal void AddTo(PreparedCalls calls)
    {
        _view?.AddTo(calls, _terminals);
        // Last: behind it, nothing can be mounted any more.
        _landlock?.AddTo(calls);
    }
}
