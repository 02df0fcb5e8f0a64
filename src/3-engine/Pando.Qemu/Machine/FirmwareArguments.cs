using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>The firmware: two flash chips (code and variables) by descriptor, or a read-only memory by path.</summary>
internal static class FirmwareArguments
{
    public const string CodeNode = "firmware-code";
    public const string VariablesNode = "firmware-vars";

    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        LoaderDefinition? loader = context.Definition.Os.Loader;
        if (loader is { Path: { } path, Type: LoaderType.Rom or null })
        {
            return [new QemuArgument("-bios", path)];
        }

        if (loader is { Path: not null } && context.Opened.FirmwareCode is null)
        {
            throw new ArgumentException($"{loader.Path} was not opened.", nameof(context));
        }

        return
        [
            .. Chip(context.Opened.FirmwareCode, CodeNode, context.Table),
            .. Chip(context.Opened.FirmwareVariables, VariablesNode, context.Table),
            .. loader?.Secure == true
                ? (QemuArgument[])[new("-global", "driver=cfi.pflash01,property=secure,value=on")]
                : [],
        ];
    }

    private static IEnumerable<QemuArgument> Chip(OpenedImage? image, string node, DescriptorTable table)
    {
        if (image is null)
        {
            yield break;
        }

        string path = table.AddSet(image.Handle, image.Path, out QemuArgument set);
        bool? readOnly = image.ReadOnly ? true : null;
        yield return set;
        yield return new JsonForm()
            .Add("driver", "file").Add("filename", path).Add("node-name", $"{node}-file").Add("read-only", readOnly)
            .As("-blockdev");
        yield return new JsonForm()
            .Add("driver", image.Format).Add("file", $"{node}-file").Add("node-name", node).Add("read-only", readOnly)
            .As("-blockdev");
    }
}
