using System.Text.Json.Serialization;
using Pando.Api.Advice;
using Pando.Api.Agents;
using Pando.Api.Events;
using Pando.Api.Host;
using Pando.Api.Images;
using Pando.Api.Install;
using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Monitor;
using Pando.Api.Saving;
using Pando.Api.Networks;
using Pando.Api.Secrets;
using Pando.Api.Statistics;
using Pando.Api.Storage;
using Pando.Api.Trash;
using Pando.Api.Versions;

namespace Pando.Api.Json;

/// <summary>
/// The API's JSON: camelCase, enums as kebab-case words, times in ISO 8601, what is null left out. Generated at
/// compile time: no reflection when it starts. The generated code sets a member that is missing to null, so that a list that
/// may be missing takes null for empty.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(IReadOnlyList<MachineSummary>))]
[JsonSerializable(typeof(Machine))]
[JsonSerializable(typeof(IReadOnlyList<MachineCard>))]
[JsonSerializable(typeof(AutostartRequest))]
[JsonSerializable(typeof(MachineResources))]
[JsonSerializable(typeof(InterfaceSpeeds))]
[JsonSerializable(typeof(MachineThreads))]
[JsonSerializable(typeof(VcpusRequest))]
[JsonSerializable(typeof(MemoryRequest))]
[JsonSerializable(typeof(IReadOnlyList<MachineIoThread>))]
[JsonSerializable(typeof(IoThreadRequest))]
[JsonSerializable(typeof(IoThreadSettings))]
[JsonSerializable(typeof(VcpuSwitchRequest))]
[JsonSerializable(typeof(IReadOnlyList<CpuModelFacts>))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(DescriptionRequest))]
[JsonSerializable(typeof(MetadataRequest))]
[JsonSerializable(typeof(DiskSizeRequest))]
[JsonSerializable(typeof(DiskThresholdRequest))]
[JsonSerializable(typeof(PerfEventsRequest))]
[JsonSerializable(typeof(LifecycleActionRequest))]
[JsonSerializable(typeof(SendKeysRequest))]
[JsonSerializable(typeof(MonitorAnswer))]
[JsonSerializable(typeof(HumanCommandRequest))]
[JsonSerializable(typeof(HumanCommandAnswer))]
[JsonSerializable(typeof(IReadOnlyList<DiskError>))]
[JsonSerializable(typeof(SaveRequest))]
[JsonSerializable(typeof(RestoreSavedRequest))]
[JsonSerializable(typeof(DumpRequest))]
[JsonSerializable(typeof(MachineJob))]
[JsonSerializable(typeof(IReadOnlyList<DefinitionVersion>))]
[JsonSerializable(typeof(DefinitionDiff))]
[JsonSerializable(typeof(IReadOnlyList<TrashItem>))]
[JsonSerializable(typeof(RestoreRequest))]
[JsonSerializable(typeof(IReadOnlyList<Job>))]
[JsonSerializable(typeof(IReadOnlyList<Image>))]
[JsonSerializable(typeof(ImageBuildRequest))]
[JsonSerializable(typeof(ImageImportRequest))]
[JsonSerializable(typeof(IReadOnlyList<TraceHop>))]
[JsonSerializable(typeof(PortForward))]
[JsonSerializable(typeof(IReadOnlyList<PortForward>))]
[JsonSerializable(typeof(BridgeChange))]
[JsonSerializable(typeof(BridgeRequest))]
[JsonSerializable(typeof(IReadOnlyList<BridgeTunnel>))]
[JsonSerializable(typeof(BridgePortChange))]
[JsonSerializable(typeof(IReadOnlyList<BridgePortVlans>))]
[JsonSerializable(typeof(BridgeVlanRequest))]
[JsonSerializable(typeof(ForwardingRequest))]
[JsonSerializable(typeof(IReadOnlyList<Bridge>))]
[JsonSerializable(typeof(IReadOnlyList<DhcpLease>))]
[JsonSerializable(typeof(IReadOnlyList<ForwardingEntry>))]
[JsonSerializable(typeof(IReadOnlyList<Network>))]
[JsonSerializable(typeof(IReadOnlyList<NetworkFilter>))]
[JsonSerializable(typeof(IReadOnlyList<FilterBinding>))]
[JsonSerializable(typeof(IReadOnlyList<Pool>))]
[JsonSerializable(typeof(IReadOnlyList<SecretFacts>))]
[JsonSerializable(typeof(SecretContent))]
[JsonSerializable(typeof(IReadOnlyList<Volume>))]
[JsonSerializable(typeof(VolumeRequest))]
[JsonSerializable(typeof(VolumeResizeRequest))]
[JsonSerializable(typeof(HostFacts))]
[JsonSerializable(typeof(HostCheckReport))]
[JsonSerializable(typeof(CpuComparison))]
[JsonSerializable(typeof(HostUsage))]
[JsonSerializable(typeof(IReadOnlyList<NodeMemory>))]
[JsonSerializable(typeof(IReadOnlyList<ProcessorUsage>))]
[JsonSerializable(typeof(IReadOnlyList<OperatingSystemFacts>))]
[JsonSerializable(typeof(HostMemory))]
[JsonSerializable(typeof(HostNetwork))]
[JsonSerializable(typeof(HostNetworkChangeRequest))]
[JsonSerializable(typeof(HostNetworkPending))]
[JsonSerializable(typeof(MergedPagesRequest))]
[JsonSerializable(typeof(HugePagesRequest))]
[JsonSerializable(typeof(IReadOnlyList<DoctorFinding>))]
[JsonSerializable(typeof(ProfilePreview))]
[JsonSerializable(typeof(InstallRequest))]
[JsonSerializable(typeof(InstallPlan))]
[JsonSerializable(typeof(IReadOnlyList<MachineStatistics>))]
[JsonSerializable(typeof(IReadOnlyList<MachineRates>))]
[JsonSerializable(typeof(AgentStatus))]
[JsonSerializable(typeof(AgentLimitRequest))]
[JsonSerializable(typeof(AgentPresence))]
[JsonSerializable(typeof(GuestInfo))]
[JsonSerializable(typeof(GuestExecRequest))]
[JsonSerializable(typeof(GuestExecResult))]
[JsonSerializable(typeof(GuestFreezeRequest))]
[JsonSerializable(typeof(GuestFreezeCount))]
[JsonSerializable(typeof(GuestFreezeStatus))]
[JsonSerializable(typeof(GuestTrimRequest))]
[JsonSerializable(typeof(IReadOnlyList<GuestTrimResult>))]
[JsonSerializable(typeof(GuestTime))]
[JsonSerializable(typeof(GuestTimeRequest))]
[JsonSerializable(typeof(GuestPasswordRequest))]
[JsonSerializable(typeof(GuestSshKeys))]
[JsonSerializable(typeof(GuestSshKeysRequest))]
[JsonSerializable(typeof(IReadOnlyList<GuestVcpu>))]
[JsonSerializable(typeof(GuestVcpusRequest))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(PandoEvent))]
[JsonSerializable(typeof(Problem))]
public sealed partial class PandoJson : JsonSerializerContext;
