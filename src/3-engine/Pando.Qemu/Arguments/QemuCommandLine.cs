using Pando.Model.Domains;
using Pando.Qemu.Processors;
using Pando.Qmp;

namespace Pando.Qemu.Arguments;

/// <summary>How a machine is started.</summary>
/// <param name="Definition">The definition that it is started with: the one given, with an alias for every device and a model for the host's.</param>
/// <param name="Arguments">The options in their order.</param>
/// <param name="Descriptors">What the arguments refer to by number.</param>
/// <param name="BeforeCont">
/// What has no argument, or must not stand on a command line that everybody can read, such as a password: to be
/// executed in this order once QEMU answers and before the guest runs.
/// </param>
/// <param name="Processor">What must be found of the guest's processor before the guest runs.</param>
public sealed record QemuCommandLine(
    DomainDefinition Definition,
    IReadOnlyList<QemuArgument> Arguments,
    DescriptorTable Descriptors,
    IReadOnlyList<QmpVerb<Nothing>> BeforeCont,
    ProcessorPromise Processor)
{
    /// <summary>The words after the program's name.</summary>
    public IReadOnlyList<string> Words => [.. Arguments.SelectMany(argument => argument.Words)];
}
