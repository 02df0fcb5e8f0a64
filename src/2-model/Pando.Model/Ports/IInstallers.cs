namespace Pando.Model.Ports;

/// <summary>Finds and fetches what the installer of an operating system is booted from: a kernel and its initrd.</summary>
public interface IInstallers
{
    /// <summary>
    /// Looks for them in a directory, an ISO image or an http or https tree, at the places where distributions have them.
    /// Throws <c>storage.no-installer</c>, or <c>storage.…</c> with the component of the path that is in the way.
    /// </summary>
    ValueTask<InstallerSource> FindAsync(string location, CancellationToken cancellationToken = default);

    /// <summary>Copies both into a folder of their own, in place of what is there.</summary>
    /// <param name="source">What was found.</param>
    /// <param name="folder">Gets the files <c>kernel</c> and <c>initrd</c>.</param>
    /// <param name="progress">Is told which file, the bytes that are there and, where it is known, of how many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask FetchAsync(InstallerSource source, string folder, Action<string, long, long?> progress, CancellationToken cancellationToken = default);
}

/// <summary>An installer that was found.</summary>
/// <param name="Location">Where it was looked for.</param>
/// <param name="Kernel">The kernel's place below it.</param>
/// <param name="Initrd">The initrd's place below it.</param>
/// <param name="Medium">The ISO image, which the installer finds its packages on; null for a tree.</param>
/// <param name="Arguments">What the installer must be told to find its tree again; null where it needs nothing.</param>
public sealed record InstallerSource(string Location, string Kernel, string Initrd, string? Medium, string? Arguments);
