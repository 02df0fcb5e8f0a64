using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Secrets;
using Pando.Qemu.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>The host's secrets that a machine's disks refer to and that QEMU gets in memory: passphrases and logins.</summary>
public static class ReferredSecrets
{
    /// <summary>Each once, with what it is for. <see cref="GuestDescriptors.Secrets"/> has it by the reference's text.</summary>
    public static IEnumerable<(SecretReference Reference, SecretUsageKind Use)> Of(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Devices.Disks.Items.SelectMany(DiskLayers.All).SelectMany(OfSource).Distinct();
    }

    private static IEnumerable<(SecretReference Reference, SecretUsageKind Use)> OfSource(DiskSource source)
    {
        IEnumerable<(SecretReference, SecretUsageKind)> passphrases = source.Encryption?.Secrets.Items.Select(static secret => (secret, SecretUsageKind.Volume)) ?? [];
        return source is NetworkSource { Login: { } login }
            ? passphrases.Append((login.Secret, login.Kind == "ceph" ? SecretUsageKind.Ceph : SecretUsageKind.Iscsi))
            : passphrases;
    }
}
