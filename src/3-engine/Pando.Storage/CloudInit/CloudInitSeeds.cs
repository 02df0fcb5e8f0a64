using Pando.Linux.Users;
using Pando.Model.Ports;
using YamlDotNet.RepresentationModel;

namespace Pando.Storage.CloudInit;

/// <summary>Makes NoCloud seeds of requests (cloud-init's documentation: "NoCloud", "Cloud config examples").</summary>
public static class CloudInitSeeds
{
    /// <summary>The seed's three files. Each call salts the password anew, so two seeds of one request differ.</summary>
    /// <exception cref="Model.Errors.CallerException"><c>storage.bad-cloud-init</c>, with the field and the reason.</exception>
    public static CloudInitSeed Make(CloudInitRequest request)
    {
        CloudInitCheck.Require(request);
        return new CloudInitSeed(
            request.MetaData ?? Yaml.Write(MetaData(request)),
            request.UserData ?? "#cloud-config\n" + Yaml.Write(UserData(request)),
            request.NetworkConfig ?? (request.Interfaces.IsEmpty ? null : Yaml.Write(CloudInitNetwork.Config(request.Interfaces))));
    }

    private static YamlMappingNode MetaData(CloudInitRequest request) => Yaml.Map(
        ("instance-id", Yaml.Text(request.InstanceId)),
        ("local-hostname", TextOrNull(request.Hostname)));

    private static YamlMappingNode UserData(CloudInitRequest request)
    {
        var hash = request.Password is { } password ? PasswordHash.Sha512(password) : null;
        var isRoot = request.User is "root";
        return Yaml.Map(
            ("hostname", TextOrNull(request.Hostname?.Split('.')[0])),
            ("fqdn", request.Hostname?.Contains('.', StringComparison.Ordinal) is true ? Yaml.Text(request.Hostname) : null),
            ("manage_etc_hosts", request.Hostname is null ? null : Yaml.Flag(true)),
            ("users", request.User is { } user ? Yaml.List([User(user, isRoot, request, hash)]) : null),
            ("disable_root", isRoot ? Yaml.Flag(false) : null),
            // Without a user of one's own, the same settings on the top level are for the image's default user.
            ("ssh_authorized_keys", request.User is null ? TextsOrNull(request.SshKeys) : null),
            ("password", request.User is null ? TextOrNull(hash) : null),
            ("chpasswd", hash is null ? null : Yaml.Map(("expire", Yaml.Flag(false)))),
            ("ssh_pwauth", Yaml.Flag(hash is not null)),
            ("package_update", request.Packages.IsEmpty ? null : Yaml.Flag(true)),
            ("packages", TextsOrNull(request.Packages)),
            ("runcmd", TextsOrNull(request.Commands)));
    }

    private static YamlMappingNode User(string name, bool isRoot, CloudInitRequest request, string? hash) => Yaml.Map(
        ("name", Yaml.Text(name)),
        ("shell", Yaml.Text("/bin/bash")),
        ("sudo", isRoot ? null : Yaml.Text("ALL=(ALL) NOPASSWD:ALL")),
        ("lock_passwd", Yaml.Flag(hash is null)),
        ("hashed_passwd", TextOrNull(hash)),
        ("ssh_authorized_keys", TextsOrNull(request.SshKeys)));

    private static YamlScalarNode? TextOrNull(string? value) => value is null ? null : Yaml.Text(value);

    private static YamlSequenceNode? TextsOrNull(IReadOnlyCollection<string> values) => values.Count == 0 ? null : Yaml.Texts(values);
}
