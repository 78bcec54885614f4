{{- define "offtake.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- /* The release's name, followed by the chart's unless it says so already. */ -}}
{{- define "offtake.fullname" -}}
{{- $name := include "offtake.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "offtake.selectorLabels" -}}
app.kubernetes.io/name: {{ include "offtake.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "offtake.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "offtake.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: server
app.kubernetes.io/part-of: offtake
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "offtake.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "offtake.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "offtake.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- /* YAML 1.1 reads a bare `on` as true: both spellings mean the same. */ -}}
{{- define "offtake.starter" -}}
{{- if kindIs "bool" .Values.offtake.starter -}}
{{- ternary "on" "off" .Values.offtake.starter -}}
{{- else -}}
{{- .Values.offtake.starter -}}
{{- end -}}
{{- end -}}

{{- /* A bare `off`, likewise. */ -}}
{{- define "offtake.mailTls" -}}
{{- ternary "off" .Values.telling.mail.tls (kindIs "bool" .Values.telling.mail.tls) -}}
{{- end -}}

{{- /* The names that requests are addressed to in the cluster and through the Ingress: any other is refused. */ -}}
{{- define "offtake.hosts" -}}
{{- $service := include "offtake.fullname" . -}}
{{- $namespace := .Release.Namespace -}}
{{- $hosts := list $service (printf "%s.%s" $service $namespace) (printf "%s.%s.svc" $service $namespace) (printf "%s.%s.svc.cluster.local" $service $namespace) -}}
{{- if .Values.ingress.enabled -}}
{{- range .Values.ingress.hosts -}}
{{- if and .host (not (contains "*" .host)) -}}
{{- $hosts = append $hosts .host -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- join "," (concat $hosts .Values.offtake.hosts | uniq) -}}
{{- end -}}

{{- define "offtake.probe" -}}
{{- $probe := .probe -}}
httpGet:
  path: {{ .path }}
  port: management
periodSeconds: {{ $probe.periodSeconds }}
timeoutSeconds: {{ $probe.timeoutSeconds }}
failureThreshold: {{ $probe.failureThreshold }}
{{- end -}}
