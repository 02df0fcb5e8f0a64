using Pando.Model.Domains;
using Pando.Model.Host;
using Pando.Model.Ports;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Domains.Advising;

/// <summary>A machine's definition, and what it is looked at by.</summary>
/// <param name="Definition">As it is asked for.</param>
/// <param name="Topology">The host's processors and memory.</param>
/// <param name="Memory">How the host deals with memory.</param>
/// <param name="Accelerator">What runs guests here.</param>
/// <param name="System">What runs on it; null where the definition does not say.</param>
internal sealed record Patient(
    DomainDefinition Definition, HostTopology Topology, HostMemory Memory, AcceleratorVerdict Accelerator, OperatingSystem? System);
