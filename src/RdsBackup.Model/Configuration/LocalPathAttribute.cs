namespace RdsBackup.Configuration;

/// <summary>Marks a setting that is a path of this machine: a relative one is meant from the folder of the file it stands in.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LocalPathAttribute : Attribute;
