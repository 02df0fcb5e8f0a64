using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>Certificates of the host for a device of a guest (-object tls-creds-x509).</summary>
internal static class TlsCredentials
{
    /// <summary>Those of a server, where the host has some for this; clients need none of their own.</summary>
    public static IReadOnlyList<QemuArgument> Server(string purpose, Device device, ArgumentContext context, out string? name) =>
        Of(purpose, device, context, "server", verifies: false, out name);

    /// <summary>Those of a client, which makes sure who it talks to.</summary>
    public static IReadOnlyList<QemuArgument> Client(string purpose, Device device, ArgumentContext context, out string? name) =>
        Of(purpose, device, context, "client", verifies: true, out name);

    private static IReadOnlyList<QemuArgument> Of(
        string purpose, Device device, ArgumentContext context, string endpoint, bool verifies, out string? name)
    {
        if (!context.Opened.Certificates.TryGetValue(purpose, out string? directory))
        {
            name = null;
            return [];
        }

        name = $"tls{ArgumentContext.Alias(device)}";
        return [JsonForm.Object("tls-creds-x509", name).Add("dir", directory).Add("endpoint", endpoint).Add("verify-peer", verifies).As("-object")];
    }
}
