namespace Pando.Qmp;

/// <summary>The VNC server.</summary>
public sealed record QueryVnc() : QmpVerb<VncInfo>("query-vnc");

/// <summary>The answer to <see cref="QueryVnc"/>.</summary>
/// <param name="Enabled">Whether there is one.</param>
/// <param name="Host">Where it listens: an address, or a unix socket's path.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c>, <c>unix</c>, <c>vsock</c>, <c>unknown</c>.</param>
/// <param name="Service">Its port.</param>
/// <param name="Auth">How it authenticates: <c>none</c>, <c>vnc</c>, …</param>
public sealed record VncInfo(
    bool Enabled, string? Host = null, string? Family = null, string? Service = null, string? Auth = null);

/// <summary>Every VNC server with every socket it listens on.</summary>
public sealed record QueryVncServers() : QmpVerb<IReadOnlyList<VncServerInfo>>("query-vnc-servers");

/// <summary>One answer to <see cref="QueryVncServers"/>.</summary>
/// <param name="Id">Its name: <c>default</c> where it was given none.</param>
/// <param name="Server">Where it listens.</param>
public sealed record VncServerInfo(string Id, IReadOnlyList<VncServerSocket> Server);

/// <summary>A socket of a VNC server.</summary>
/// <param name="Host">The address, or a unix socket's path.</param>
/// <param name="Service">The port.</param>
/// <param name="Websocket">Whether browsers connect there.</param>
public sealed record VncServerSocket(string Host, string Service, bool Websocket);

/// <summary>Sets the password of VNC or SPICE.</summary>
/// <param name="Protocol"><c>vnc</c> or <c>spice</c>.</param>
/// <param name="Password">The password; VNC uses eight characters of it.</param>
/// <param name="Connected"><c>keep</c>, <c>fail</c> or <c>disconnect</c> those connected; VNC knows only keep.</param>
/// <param name="Display">Which VNC server; null for the first.</param>
public sealed record SetPassword(string Protocol, string Password, string? Connected = null, string? Display = null) : QmpVerb<Nothing>("set_password")
{
    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        // The password stays out of logs.
        builder.Append(nameof(Protocol)).Append(" = ").Append(Protocol);
        return true;
    }
}

/// <summary>Says until when the password of VNC or SPICE is good.</summary>
/// <param name="Protocol"><c>vnc</c> or <c>spice</c>.</param>
/// <param name="Time">Seconds since 1970, <c>+seconds</c> from now, <c>now</c> or <c>never</c>.</param>
/// <param name="Display">Which VNC server; null for the first.</param>
public sealed record ExpirePassword(string Protocol, string Time, string? Display = null) : QmpVerb<Nothing>("expire_password");

/// <summary>Writes a picture of the screen into a file that QEMU can open.</summary>
/// <param name="Filename">The file, also <c>/dev/fdset/N</c>.</param>
/// <param name="Format"><c>png</c> or <c>ppm</c>.</param>
/// <param name="Device">The video device's id; null for the first.</param>
/// <param name="Head">Which of its screens.</param>
public sealed record Screendump(string Filename, string? Format = null, string? Device = null, int? Head = null)
    : QmpVerb<Nothing>("screendump");

/// <summary>Makes a connected socket a client of the display, as if it had come in over the network.</summary>
/// <param name="Protocol"><c>vnc</c> or <c>spice</c>.</param>
/// <param name="Fdname">The name it was given with <see cref="GetFd"/>.</param>
/// <param name="Skipauth">Whether the client needs no password.</param>
public sealed record AddClient(string Protocol, string Fdname, bool? Skipauth = null) : QmpVerb<Nothing>("add_client");
