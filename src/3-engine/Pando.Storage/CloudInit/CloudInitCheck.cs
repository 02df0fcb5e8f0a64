using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Pando.Model.Errors;

namespace Pando.Storage.CloudInit;

/// <summary>
/// What would only fail inside the guest, where nobody sees it, is refused here.
/// </summary>
internal static partial class CloudInitCheck
{
    private const int LongestDocument = 1 << 20;
    private const int LongestPassword = 256;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <exception cref="CallerException"><c>storage.bad-cloud-init</c>.</exception>
    public static void Require(CloudInitRequest request)
    {
        Require(request.InstanceId.Length is > 0 and <= 128 && IsOneLine(request.InstanceId), "instance-id", new Reason("instance-id"));
        Require(request.Hostname is not { } host || (HostName().IsMatch(host) && host.Length <= 253), "hostname",
            new Reason("hostname"));
        RequireUser(request);
        foreach (var package in request.Packages)
        {
            Require(Package().IsMatch(package), "packages", Value("package", package));
        }
        foreach (var command in request.Commands)
        {
            Require(command.Length > 0 && !command.Contains('\0', StringComparison.Ordinal), "commands", new Reason("command"));
        }
        foreach (var nic in request.Interfaces)
        {
            RequireInterface(nic);
        }
        RequireUserData(request);
        RequireDocument(request.MetaData, "meta-data");
        Require(request.NetworkConfig is null || request.Interfaces.IsEmpty, "network-config", new Reason("network-twice"));
        RequireDocument(request.NetworkConfig, "network-config");
    }

    private static void RequireUser(CloudInitRequest request)
    {
        Require(request.User is not { } user || UserName().IsMatch(user), "user",
            new Reason("user"));
        Require(request.Password is not { } password || (password.Length is > 0 and <= LongestPassword && IsOneLine(password)), "password",
            new Reason("password", ("limit", $"{LongestPassword}")));
        foreach (var key in request.SshKeys)
        {
            Require(SshKey().IsMatch(key) && IsOneLine(key), "ssh-keys", Value("ssh-key", key));
        }
    }

    private static void RequireUserData(CloudInitRequest request)
    {
        if (request.UserData is not { } data)
        {
            return;
        }
        Require(request is { User: null, Password: null, SshKeys.IsEmpty: true, Packages.IsEmpty: true, Commands.IsEmpty: true }, "user-data",
            new Reason("user-data-and-more"));
        Require(data.StartsWith('#') || data.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase)
            || data.StartsWith("MIME-Version:", StringComparison.OrdinalIgnoreCase), "user-data",
            new Reason("user-data-kind"));
        if (data.StartsWith("#cloud-config", StringComparison.Ordinal))
        {
            RequireDocument(data, "user-data");
        }
        Require(data.Length <= LongestDocument, "user-data", new Reason("too-long"));
    }

    private static void RequireDocument(string? document, string field)
    {
        if (document is null)
        {
            return;
        }
        Require(document.Length <= LongestDocument, field, new Reason("too-long"));
        if (Yaml.Fault(document) is { } fault)
        {
            throw Bad(field, new Reason("no-yaml", ("fault", fault)));
        }
    }

    private static void RequireInterface(CloudInitInterface nic)
    {
        Require(nic.MacAddress is not { } mac || Mac().IsMatch(mac), "network", Value("no-mac", nic.MacAddress ?? ""));
        Require(nic.Dhcp4 || nic.Dhcp6 || !nic.Addresses.IsEmpty, "network", new Reason("no-addressing"));
        foreach (var address in nic.Addresses)
        {
            var parts = address.Split('/');
            Require(parts.Length == 2 && IsAddress(parts[0]) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
                && prefix <= (parts[0].Contains(':', StringComparison.Ordinal) ? 128 : 32), "network",
                Value("no-prefix", address));
        }
        foreach (var address in nic.Gateways.Concat(nic.NameServers))
        {
            Require(IsAddress(address), "network", Value("no-address", address));
        }
        Require(nic.Gateways.CountBy(static gateway => gateway.Contains(':', StringComparison.Ordinal)).All(static family => family.Value == 1), "network",
            new Reason("two-gateways"));
        foreach (var domain in nic.SearchDomains)
        {
            Require(HostName().IsMatch(domain), "network", Value("no-domain", domain));
        }
    }

    // IPAddress also takes 1 and 0x7f.1 for addresses; a configuration file does not.
    private static bool IsAddress(string text) => IPAddress.TryParse(text, out var address)
        && (text.Contains(':', StringComparison.Ordinal) || string.Equals(address.ToString(), text, StringComparison.Ordinal));

    private static bool IsOneLine(string text) => !text.Any(char.IsControl);

    private static string Shown(string text) => string.Concat(text.Take(40).Select(static c => char.IsControl(c) ? '?' : c));

    private static void Require(bool condition, string field, Reason reason)
    {
        if (!condition)
        {
            throw Bad(field, reason);
        }
    }

    private static Reason Value(string key, string value) => new(key, ("value", Shown(value)));

    private static CallerException Bad(string field, Reason reason) => new(ErrorCodes.Storage.BadCloudInit, reason.With(("field", field)));

    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,31}\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserName();

    [GeneratedRegex(@"^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.:=~_-]*\z", Options | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Package();

    [GeneratedRegex(@"^(ssh-(ed25519|rsa|dss)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]{40,}={0,2}( .*)?\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SshKey();

    [GeneratedRegex(@"^[0-9a-f]{2}(:[0-9a-f]{2}){5}\z", Options | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mac();
}
