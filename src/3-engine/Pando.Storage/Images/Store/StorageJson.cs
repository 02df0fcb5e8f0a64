using System.Text.Json.Serialization;
using Pando.Model.Ports;
using Pando.Storage.Images.Building;
using Pando.Storage.Images.Importing;
using Pando.Storage.Images.Removing;
using Pando.Storage.Volumes;

namespace Pando.Storage.Images.Store;

/// <summary>What storage writes into the store and into jobs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageRecord))]
[JsonSerializable(typeof(ImageBuildInput))]
[JsonSerializable(typeof(ImageImportInput))]
[JsonSerializable(typeof(ImageRemoveInput))]
[JsonSerializable(typeof(VolumeRequest))]
[JsonSerializable(typeof(VolumeResizeInput))]
[JsonSerializable(typeof(VolumeDeleteInput))]
[JsonSerializable(typeof(VolumeWipeInput))]
internal sealed partial class StorageJson : JsonSerializerContext;
