using System.Diagnostics.CodeAnalysis;

namespace Pando.Api.Client;

/// <summary>Where a pandod is: <c>unix:/run/pando/pando.sock</c> or <c>https://host:port</c>.</summary>
public sealed record PandoAddress
{
    private const string UnixScheme = "unix:";

    private PandoAddress(string? socketPath, Uri? server)
    {
        SocketPath = socketPath;
        Server = server;
    }

    /// <summary>The socket's path; null for https.</summary>
    public string? SocketPath { get; }

    /// <summary>The server; null for a socket.</summary>
    public Uri? Server { get; }

    /// <summary>The address of a socket.</summary>
    public static PandoAddress Unix(string path) => new(Path.GetFullPath(path), null);

    /// <summary>Reads an address; a <see cref="FormatException"/> where it is none.</summary>
    public static PandoAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is neither unix:PATH nor https://HOST[:PORT].");

    /// <summary>
    /// Reads <c>unix:PATH</c> (a relative path is below the current directory) or <c>https://…</c>. Anything else is not
    /// an address; http without encryption is not spoken.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PandoAddress? address)
    {
        address = null;
        if (text is null)
        {
            return false;
        }
        if (text.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            // Both unix:/path and the URL form unix:///path are in use.
            var path = text[UnixScheme.Length..];
            path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
            address = path.Length == 0 ? null : Unix(path);
        }
        else if (Uri.TryCreate(text, UriKind.Absolute, out var server)
            && server is { Scheme: "https", PathAndQuery: "/", Fragment: "", UserInfo: "" })
        {
            address = new PandoAddress(null, server);
        }
        return address is not null;
    }

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => SocketPath is null ? Server!.GetLeftPart(UriPartial.Authority) : UnixScheme + SocketPath;
}
