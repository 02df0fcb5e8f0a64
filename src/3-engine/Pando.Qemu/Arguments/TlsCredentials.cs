using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>Certificates of the host for a device of a guest (-object tls-creds-x509).</summary>
internal static class TlsCredentials
{
    /// <summary>Those of a server, where the host has some for this; clients need none of their own.</summary>
    public static IReadOnlyList<QemuArgument> Server(string purpose, Device device, ArgumentContext context, out string? name) =>
        Of(purpose, ArgumentContext.Alias(device), context, "server", verifies: false, out name);

    /// <summary>Those of a client, which makes sure who it talks to.</summary>
    /// <param name="purpose">One of <see cref="Certificates"/>.</param>
    /// <param name="owner">What connects: a device's alias, a node's name.</param>
    /// <param name="context">What was opened.</param>
    /// <param name="name">What they are called; null where the host has none.</param>
    public static IReadOnlyList<QemuArgument> Client(string purpose, string owner, ArgumentContext context, out string? name) =>
        Of(purpose, owner, context, "client", verifies: true, out name);

    private static IReadOnlyList<QemuArgument> Of(
        string purpose, string owner, ArgumentContext context, string endpoint, bool verifies, out string? name)
    {
        if (!context.Opened.Certificates.TryGetValue(purpose, out string? directory))
        {
            name = null;
            return [];
        }

        name = $"tls{owner}";
        return [JsonForm.Object("tls-creds-x509", name).Add("dir", directory).Add("endpoint", endpoint).Add("verify-peer", verifies).As("-object")];
    }
}
