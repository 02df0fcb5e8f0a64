using System.Text.Json.Nodes;

namespace Pando.Qmp;

/// <summary>The character devices.</summary>
public sealed record QueryChardev() : QmpVerb<IReadOnlyList<CharacterDeviceInfo>>("query-chardev");

/// <summary>One character device.</summary>
/// <param name="Label">Its id.</param>
/// <param name="Filename">What is behind it: <c>pty:/dev/pts/3</c>, <c>unix:/…,server=on</c>, <c>disconnected:unix:…</c>.</param>
/// <param name="FrontendOpen">Whether the guest's side is open.</param>
public sealed record CharacterDeviceInfo(string Label, string Filename, bool FrontendOpen)
{
    private const string PtyPrefix = "pty:";

    /// <summary>The path of the pseudo terminal, when it is one.</summary>
    public string? PtyPath => Filename.StartsWith(PtyPrefix, StringComparison.Ordinal) ? Filename[PtyPrefix.Length..] : null;
}

/// <summary>Makes a character device.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Backend">ChardevBackend: <c>type</c> and <c>data</c>.</param>
public sealed record ChardevAdd(string Id, JsonObject Backend) : QmpVerb<ChardevAddInfo>("chardev-add");

/// <summary>The answer to <see cref="ChardevAdd"/>.</summary>
/// <param name="Pty">The path of the new pseudo terminal, when it is one.</param>
public sealed record ChardevAddInfo(string? Pty = null);

/// <summary>Removes a character device that nothing uses.</summary>
/// <param name="Id">Its id.</param>
public sealed record ChardevRemove(string Id) : QmpVerb<Nothing>("chardev-remove");
