using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>An image on a web or FTP server.</summary>
internal static class CurlNode
{
    public static JsonForm Of(NetworkSource source, StorageNode node, ArgumentContext context, List<QemuArgument> before)
    {
        string? password = null;
        string? cookies = null;
        if (source.Login is { } login)
        {
            before.Add(SecretArguments.Of(login.Secret, $"{node.Name}-auth", context, out password));
        }

        if (!source.Cookies.IsEmpty)
        {
            before.Add(SecretArguments.Of(CookieKey(source), $"{node.Name}-cookies", context, out cookies));
        }

        return new JsonForm()
            .Add("driver", source.Protocol.ToString().ToLowerInvariant())
            .Add("url", Url(source))
            .Add("username", source.Login?.UserName)
            .Add("password-secret", password)
            .Add("sslverify", source.VerifiesCertificate)
            .Add("cookie-secret", cookies)
            .Add("timeout", source.TimeoutSeconds)
            .Add("readahead", source.ReadAheadBytes);
    }

    /// <summary>What the cookies of a source are opened under; it says nothing of their values.</summary>
    public static string CookieKey(NetworkSource source) => $"cookies of {Url(source)}";

    private static string Url(NetworkSource source)
    {
        SourceHost host = source.Hosts[0];
        string path = string.Join('/', source.Name!.TrimStart('/').Split('/').Select(Uri.EscapeDataString));
        string query = source.Query is { } asked ? $"?{asked}" : "";
        return $"{source.Protocol.ToString().ToLowerInvariant()}://{ServerText.Bracketed(host.Name!)}:{ServerText.Text(host.Port ?? 0)}/{path}{query}";
    }
}
