using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The format of an image, above where it is.</summary>
internal static class FormatNodes
{
    public static IEnumerable<QemuArgument> Of(StorageNode node, string name, string storage, string? below, ArgumentContext context)
    {
        DiskDriver driver = node.Disk.Driver;
        DiskLayer layer = node.Layer;
        bool luks = layer.Source?.Encryption is { Engine: not EncryptionEngine.LibRbd };
        string? secret = null;
        if (luks)
        {
            yield return SecretArguments.Of(Passphrase(node), $"{name}-key", context, out secret);
        }

        bool raw = layer.Format == "raw";
        if (!DiskFormats.IsEverywhere(layer.Format) && !context.Capabilities.SchemaFacts.Contains($"blockdev-add.driver={layer.Format}"))
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {node.Disk.TargetName}"), ("reason", "qemu.reason.no-format"));
        }

        JsonForm form = new JsonForm()
            .Add("driver", raw && luks ? "luks" : layer.Format)
            .Add("file", storage)
            .Add("node-name", name)
            .Add("key-secret", raw ? secret : null)
            .Add("encrypt", secret is null || raw ? null : new JsonForm().Add("format", "luks").Add("key-secret", secret))
            .Add("read-only", layer.ReadOnly ? true : null)
            .Add("discard", node.IsTop ? DiskWords.Discard(driver.Discard) : null)
            .Add("detect-zeroes", node.IsTop ? DiskWords.Zeroes(driver.DetectZeroes, driver.Discard) : null)
            .Add("cache", DiskCaching.Node(driver.Cache))
            .Add("cache-size", layer.Format == "qcow2" ? layer.MetadataCacheBytes : null)
            .Add("discard-no-unref", layer.Format == "qcow2" && node.IsTop ? driver.DiscardKeepsPlace : null);
        if (raw && !luks && layer.Source?.Slice is { } slice)
        {
            form.Add("offset", slice.Offset).Add("size", slice.Size);
        }

        // What is elsewhere we cannot look into: there QEMU finds out by itself what is below, unless the definition says so.
        bool known = layer.Image is not null || node.Disk.Backing is not null;
        yield return (below is not null ? form.Add("backing", below) : known && DiskFormats.HasBacking(layer.Format) ? form.AddNull("backing") : form).As("-blockdev");
    }

    private static SecretReference Passphrase(StorageNode node)
    {
        DiskEncryption encryption = node.Layer.Source!.Encryption!;
        bool works = encryption is { Format: EncryptionFormat.Luks, Secrets.Count: 1 } && node.Layer.Format is "raw" or "qcow2";
        return works ? encryption.Secrets[0] : throw new CallerException(
            ErrorCodes.Qemu.CannotExpress, ("what", $"disk {node.Disk.TargetName}"), ("reason", "qemu.reason.encryption"));
    }
}
