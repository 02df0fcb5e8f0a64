using Pando.Api.Client;
using Pando.Cli.Failures;

namespace Pando.Cli.Connection;

/// <summary>
/// Which pandod is meant: <c>--host</c>, else PANDO_HOST, else the host's own, else the user's own where the host has none.
/// </summary>
internal static class HostFinder
{
    public const string SystemSocket = "/run/pando/pando.sock";

    public static PandoAddress Find(string? asked, Func<string, string?> environment)
    {
        var text = asked ?? environment("PANDO_HOST");
        if (!string.IsNullOrEmpty(text))
        {
            return PandoAddress.TryParse(text, out var address) ? address : throw CliException.Usage("bad-host", ("host", text));
        }
        // Path.Exists is false where a folder on the way may not be read: then the host's own is meant, and says so.
        return !Path.Exists(SystemSocket) && UserSocket(environment) is { } own && Path.Exists(own)
            ? PandoAddress.Unix(own)
            : PandoAddress.Unix(SystemSocket);
    }

    private static string? UserSocket(Func<string, string?> environment) =>
        environment("XDG_RUNTIME_DIR") is { Length: > 0 } run ? Path.Combine(run, "pando/pando.sock") : null;
}
