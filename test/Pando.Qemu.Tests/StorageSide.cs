using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests;

/// <summary>What disks and shared directories need besides images, by the names that arguments have for it.</summary>
internal static class StorageSide
{
    /// <summary>The devices that a program beside QEMU, or one of the host, serves.</summary>
    public static IEnumerable<string> Served(DomainDevices devices) =>
        devices.Filesystems.Items.Where(shared => shared.Driver == FilesystemDriver.VirtioFs).Select(shared => shared.Alias!.Value.Name)
            .Concat(devices.Videos.Items.Where(video => video.Driver == VideoDriver.VhostUser).Select(video => video.Alias!.Value.Name))
            .Concat(devices.Disks.Items.Where(disk => disk.Source is VhostUserSource).Select(disk => disk.Alias!.Value.Name));

    /// <summary>The disks whose reservations a program beside QEMU carries out.</summary>
    public static IEnumerable<string> Reserving(DomainDevices devices) =>
        devices.Disks.Items.Where(disk => DiskImages.Sources(disk).Any(source => source is BlockSource { Reservations.Managed: true })).Select(disk => disk.Alias!.Value.Name);

    /// <summary>The devices that have a directory of the host.</summary>
    public static IEnumerable<string> Directories(DomainDevices devices) =>
        devices.Filesystems.Items.Where(shared => shared.Driver != FilesystemDriver.VirtioFs).Select(shared => shared.Alias!.Value.Name)
            .Concat(devices.Disks.Items.Where(disk => disk.Source is DirectorySource).Select(disk => disk.Alias!.Value.Name));

    /// <summary>The secrets of disks, those in the definition and those it refers to.</summary>
    public static IEnumerable<string> Secrets(DomainDefinition definition) =>
        definition.Devices.Disks.Items.SelectMany(disk => Of(disk.Source)).Select(secret => secret.ToString())
            .Concat(InlineSecrets.Of(definition).Select(secret => secret.Key)).Distinct();

    private static IEnumerable<SecretReference> Of(DiskSource? source) =>
        [.. source?.Encryption?.Secrets.Items ?? [], .. source is NetworkSource { Login.Secret: { } secret } ? (SecretReference[])[secret] : []];
}
