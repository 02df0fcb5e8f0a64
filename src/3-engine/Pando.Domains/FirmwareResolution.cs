using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Firmware;

namespace Pando.Domains;

/// <summary>
/// Turns "UEFI, please" into the files of a firmware that the host has, when the machine is defined: a later change of
/// the host's firmware does not change a machine under its guest.
/// </summary>
internal static class FirmwareResolution
{
    public static DomainDefinition Resolve(DomainDefinition definition, FirmwareCatalog catalog, string nvramDirectory)
    {
        var os = definition.Os;
        if (os.Firmware != FirmwareKind.Efi && os.Loader?.Type != LoaderType.ParallelFlash)
        {
            return definition;
        }
        var variables = os.Nvram?.Path ?? Path.Combine(nvramDirectory, $"{definition.Id}_VARS.fd");
        if (os.Loader is { Path: not null } loader)
        {
            // Code in flash that is not written to keeps its variables in a second one; a file that is written to has both.
            var hasVariables = os.Nvram is not null || loader is { Type: LoaderType.ParallelFlash, ReadOnly: true, Stateless: not true };
            return !hasVariables ? definition : definition with
            {
                Os = os with { Nvram = (os.Nvram ?? new NvramDefinition()) with { Path = variables } },
            };
        }
        var firmware = catalog.FindUefi(os.Machine!, Wanted(os, FirmwareFeatureName.SecureBoot) ?? os.Loader?.Secure, Wanted(os, FirmwareFeatureName.EnrolledKeys))
            ?? throw new CallerException(ErrorCodes.Domain.NoFirmware, ("name", definition.Name), ("machine", os.Machine!));
        return definition with
        {
            Os = os with
            {
                Loader = new LoaderDefinition
                {
                    Path = firmware.Mapping.Executable!.Filename,
                    Type = LoaderType.ParallelFlash,
                    ReadOnly = true,
                    Secure = firmware.Features.Contains("requires-smm", StringComparer.Ordinal) ? true : os.Loader?.Secure,
                },
                Nvram = new NvramDefinition { Path = variables, TemplatePath = os.Nvram?.TemplatePath ?? firmware.Mapping.NvramTemplate!.Filename },
            },
        };
    }

    private static bool? Wanted(OsDefinition os, FirmwareFeatureName name) =>
        os.FirmwareFeatures.Items.FirstOrDefault(feature => feature.Name == name)?.Enabled;
}
