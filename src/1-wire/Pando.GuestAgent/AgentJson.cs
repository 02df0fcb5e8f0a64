using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pando.GuestAgent;

/// <summary>The generated readers and writers of every verb and every result; a test holds the list complete.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AgentInfo))]
[JsonSerializable(typeof(GuestExecProgress))]
[JsonSerializable(typeof(GuestExecStarted))]
[JsonSerializable(typeof(GuestHostName))]
[JsonSerializable(typeof(GuestLoad))]
[JsonSerializable(typeof(GuestOsInfo))]
[JsonSerializable(typeof(GuestSshKeys))]
[JsonSerializable(typeof(GuestTimezone))]
[JsonSerializable(typeof(GuestTrimResults))]
[JsonSerializable(typeof(IReadOnlyList<GuestDiskInfo>))]
[JsonSerializable(typeof(IReadOnlyList<GuestFilesystemInfo>))]
[JsonSerializable(typeof(IReadOnlyList<GuestNetworkInterface>))]
[JsonSerializable(typeof(IReadOnlyList<GuestUserInfo>))]
[JsonSerializable(typeof(IReadOnlyList<GuestVcpu>))]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(GuestExec))]
[JsonSerializable(typeof(GuestExecStatus))]
[JsonSerializable(typeof(GuestFsfreezeFreeze))]
[JsonSerializable(typeof(GuestFsfreezeFreezeList))]
[JsonSerializable(typeof(GuestFsfreezeStatus))]
[JsonSerializable(typeof(GuestFsfreezeThaw))]
[JsonSerializable(typeof(GuestFstrim))]
[JsonSerializable(typeof(GuestGetDisks))]
[JsonSerializable(typeof(GuestGetFsinfo))]
[JsonSerializable(typeof(GuestGetHostName))]
[JsonSerializable(typeof(GuestGetLoad))]
[JsonSerializable(typeof(GuestGetOsinfo))]
[JsonSerializable(typeof(GuestGetTime))]
[JsonSerializable(typeof(GuestGetTimezone))]
[JsonSerializable(typeof(GuestGetUsers))]
[JsonSerializable(typeof(GuestGetVcpus))]
[JsonSerializable(typeof(GuestInfo))]
[JsonSerializable(typeof(GuestNetworkGetInterfaces))]
[JsonSerializable(typeof(GuestPing))]
[JsonSerializable(typeof(GuestSetTime))]
[JsonSerializable(typeof(GuestSetUserPassword))]
[JsonSerializable(typeof(GuestSetVcpus))]
[JsonSerializable(typeof(GuestShutdown))]
[JsonSerializable(typeof(GuestSshAddAuthorizedKeys))]
[JsonSerializable(typeof(GuestSshGetAuthorizedKeys))]
[JsonSerializable(typeof(GuestSshRemoveAuthorizedKeys))]
[JsonSerializable(typeof(GuestSuspendDisk))]
[JsonSerializable(typeof(GuestSuspendHybrid))]
[JsonSerializable(typeof(GuestSuspendRam))]
internal sealed partial class AgentJson : JsonSerializerContext;
